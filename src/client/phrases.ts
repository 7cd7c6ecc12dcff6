/**
 * How answers begin that are none. Anchored at the start, after an apology at most: further on the same words may be part of
 * a good answer. Our own list; the kinds of opening follow the refusal prefixes that studies of refusals match on (Zou et
 * al., arXiv 2307.15043; Röttger et al., XSTest, arXiv 2308.01263). Languages: English, German, French, Spanish, Portuguese,
 * Italian, Chinese, Japanese.
 */

const SORRY = [
  "(?:i'?m|i am|we'?re) (?:very |so |really |truly )?sorry",
  'sorry',
  '(?:i )?apologi[sz]e',
  'my apologies',
  'unfortunately',
  'as an? (?:ai|artificial intelligence|(?:large )?language model)[^,.]*',
  'es tut mir leid',
  'tut mir leid',
  'leider',
  'entschuldigung',
  'je suis d[ée]sol[ée]e?',
  'd[ée]sol[ée]e?',
  'lo siento',
  'lo lamento',
  'sinto muito',
  'desculpe',
  'mi dispiace',
  '(?:很|非常)?抱歉',
  '对不起',
  '申し訳(?:ありません|ございません)(?:が)?',
  'すみません(?:が)?',
].join('|')

const REFUSING = [
  "i (?:can'?t|cannot|can not|won'?t|will not|must decline)(?: to)? (?:help|assist|provide|comply|fulfil|fulfill|answer|do that|do this|create|write|generate|support|engage|discuss|share|continue|complete|process|access)\\b(?! but\\b)",
  "(?:that'?s|that is|this is) not something i can",
  "i(?:'?m| am) (?:unable|not able|not allowed|not permitted) to",
  "i (?:won'?t|will not) be able to",
  "i (?:don'?t|do not) feel comfortable",
  'ich kann (?:dir|ihnen|dabei|das|diese|dieser|nicht)[^.]{0,60}(?:nicht|leider nicht)',
  'je ne (?:peux|suis pas en mesure)',
  'no puedo (?:ayudar|proporcionar|responder|cumplir|hacer)',
  'n[ãa]o posso (?:ajudar|fornecer|responder|cumprir|fazer)',
  'non posso (?:aiutar|fornire|rispondere|fare)',
  '我(?:不能|无法|無法)',
  '(?:その|この)?[^。]{0,20}(?:お答え|お手伝い|対応)(?:すること(?:は|が))?(?:できません|できかねます)',
].join('|')

const UNSURE = [
  "i'?m (?:not (?:entirely |completely |really |quite )?(?:sure|certain)|unsure|uncertain)",
  'i am (?:not (?:entirely |completely |really |quite )?(?:sure|certain)|unsure|uncertain)',
  "i (?:don'?t|do not) (?:know|have (?:enough|sufficient|access|information|any information))",
  "it'?s (?:not clear|unclear)",
  '(?:das )?weiß ich (?:leider )?nicht',
  'ich (?:bin (?:mir )?(?:nicht|un)[- ]?sicher|weiß (?:es )?(?:leider )?nicht)',
  'je ne (?:sais pas|suis pas (?:sûre?|certaine?))',
  'no (?:estoy segur[oa]|lo sé|sé)',
  'n[ãa]o (?:tenho certeza|sei)',
  'non (?:sono sicur[oa]|lo so|so)',
  '我(?:不(?:太)?(?:知道|确定|確定|清楚))',
  '(?:よく)?(?:わかりません|分かりません)',
].join('|')

const opening = (phrases: string) =>
  new RegExp(
    `^(?:(?:${SORRY})[\\s,.!:;，。、！—–-]*(?:but |aber |mais |pero |mas |ma |但|が)?\\s*)?(?:${phrases})`,
    'iu',
  )

export const REFUSAL = opening(REFUSING)
export const NOT_SURE = opening(UNSURE)
