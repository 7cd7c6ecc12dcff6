/** Which addresses of files may be handed on as they are: the models that fetch them by themselves must all do so. */
import type { RoutableModel } from './contracts.ts'

interface Claim {
  /** The start of a media type, which is all of it unless it ends in a slash. */
  readonly type: string
  readonly key: string
  readonly pattern: RegExp
}

/** Patterns are the same where they are written the same. */
export async function commonUrls(models: readonly RoutableModel[]): Promise<Record<string, RegExp[]>> {
  const claims = await Promise.all(models.map(claimsOf))
  const common: Record<string, RegExp[]> = {}
  for (const claim of claims.flat()) {
    if (!claims.every(others => others.some(other => covers(other, claim)))) continue
    common[claim.key] ??= []
    const patterns = common[claim.key]!
    if (!patterns.some(pattern => String(pattern) === String(claim.pattern))) patterns.push(claim.pattern)
  }
  return common
}

/** None of a model that cannot say: the AI SDK then downloads. */
async function claimsOf(model: RoutableModel): Promise<Claim[]> {
  try {
    return Object.entries((await model.supportedUrls) ?? {}).flatMap(([name, patterns]) => {
      const key = name.toLowerCase()
      const type = key === '*' || key === '*/*' ? '' : key.replace('*', '')
      return patterns.map(pattern => ({ type, key, pattern }))
    })
  } catch {
    return []
  }
}

const covers = (other: Claim, { type, pattern }: Claim): boolean =>
  String(other.pattern) === String(pattern) &&
  (other.type === '' || (other.type.endsWith('/') ? type.startsWith(other.type) : type === other.type))
