/** Questions to try: easy and hard, in several languages. */
export interface Example {
  readonly text: string
  /** BCP 47, for the reader's voice and the right font. */
  readonly lang: string
}

export const EXAMPLES: readonly Example[] = [
  { lang: 'en', text: 'What is 2+2?' },
  { lang: 'en', text: 'Merge two sorted lists in Python' },
  { lang: 'en', text: 'Prove that √2 is irrational' },
  { lang: 'en', text: 'A short poem about a lighthouse' },
  { lang: 'de', text: 'Wer schrieb „Faust“?' },
  { lang: 'fr', text: 'Traduis en anglais : « Il pleut des cordes »' },
  { lang: 'es', text: 'Explica la inflación en tres frases' },
  { lang: 'ar', text: 'ما هي عاصمة اليابان؟' },
  { lang: 'ja', text: '光合成のしくみを説明して' },
]
