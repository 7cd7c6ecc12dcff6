/** What is most likely asked where something comes without a word. */
import type { RequestNeeds } from '../core/needs.ts'

export const UNSAID = {
  images: 'What is in this picture?',
  audio: 'What is said in this recording?',
  pdf: 'What does this document say?',
} as const satisfies Partial<Record<keyof RequestNeeds, string>>

/** Nothing where nothing came. */
export function unsaid({ images, audio, pdf }: RequestNeeds): string {
  if (images) return UNSAID.images
  if (audio) return UNSAID.audio
  return pdf ? UNSAID.pdf : ''
}
