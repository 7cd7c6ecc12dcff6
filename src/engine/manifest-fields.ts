/** The fields that every manifest has, checked one by one. */
import { CAPABILITIES } from '../core/capability.ts'
import { GreenRoutingError } from '../core/errors.ts'
import { OUTPUT_LENGTHS } from '../core/output-lengths.ts'

const SHA256 = /^[0-9a-f]{64}$/

export type ManifestReader = ReturnType<typeof manifestReader>
type Json = Record<string, unknown>

/** Each returns what it was given once it is known to be that. */
export function manifestReader(source: string) {
  const fail = (field: string, problem: string): never => {
    throw new GreenRoutingError('manifest-invalid', `${source}: ${field} ${problem}.`, {
      details: { url: source, field },
    })
  }
  const text = (candidate: unknown, field: string): string =>
    typeof candidate === 'string' && candidate !== '' ? candidate : fail(field, 'must be a non-empty string')
  return {
    fail,
    text,
    object: (candidate: unknown, field: string): Json =>
      typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate)
        ? (candidate as Json)
        : fail(field, 'must be an object'),
    positive: (candidate: unknown, field: string): number =>
      typeof candidate === 'number' && Number.isFinite(candidate) && candidate > 0
        ? candidate
        : fail(field, 'must be a number above 0'),
    finite: (candidate: unknown, field: string): number =>
      typeof candidate === 'number' && Number.isFinite(candidate) ? candidate : fail(field, 'must be a finite number'),
    listed(candidate: unknown, field: string, files: Json): void {
      if (!Object.hasOwn(files, text(candidate, field)))
        fail(field, `names ${JSON.stringify(candidate)}, which files does not list`)
    },
  }
}

export function readHeadFields(value: unknown, read: ManifestReader): Json {
  const { fail, text, object, positive, listed } = read
  const root = object(value, 'the manifest')
  if (root.format !== 1) {
    fail('format', `must be 1, not ${JSON.stringify(root.format)}; a newer model needs a newer version of this package`)
  }
  const files = object(root.files, 'files')
  for (const [path, entry] of Object.entries(files)) {
    if (!staysInside(path)) fail(`files["${path}"]`, 'leaves the folder')
    const file = object(entry, `files["${path}"]`)
    positive(file.bytes, `files["${path}"].bytes`)
    if (typeof file.sha256 !== 'string' || !SHA256.test(file.sha256)) {
      fail(`files["${path}"].sha256`, 'must be 64 lower-case hexadecimal digits')
    }
  }
  listed(root.head, 'head', files)
  for (const field of ['name', 'version', 'rubric']) text(root[field], field)
  positive(root.hiddenSize, 'hiddenSize')

  const outputs = object(root.outputs, 'outputs')
  // The order is the model's own; the set is not.
  if (!isPermutation(outputs.capabilities, CAPABILITIES))
    fail('outputs.capabilities', `must list ${CAPABILITIES.join(', ')}`)
  if (!isPermutation(outputs.lengths, OUTPUT_LENGTHS)) fail('outputs.lengths', `must list ${OUTPUT_LENGTHS.join(', ')}`)

  const calibration = object(root.calibration, 'calibration')
  positive(calibration.capabilityTemperature, 'calibration.capabilityTemperature')
  positive(calibration.lengthTemperature, 'calibration.lengthTemperature')
  if (calibration.confidence !== undefined) readConfidence(calibration.confidence, read)
  return root
}

function readConfidence(value: unknown, { fail, object, finite }: ManifestReader): void {
  const confidence = object(value, 'calibration.confidence')
  for (const name of ['scale', 'shift'] as const) finite(confidence[name], `calibration.confidence.${name}`)
  for (const name of ['lead', 'skill'] as const) {
    if (confidence[name] !== undefined) finite(confidence[name], `calibration.confidence.${name}`)
  }
  const least = finite(confidence.abstainBelow, 'calibration.confidence.abstainBelow')
  if (least < 0 || least > 1) fail('calibration.confidence.abstainBelow', 'must be a number from 0 to 1')
}

export function readTruncation(value: unknown, { fail, object, positive }: ManifestReader): void {
  const truncation = object(value, 'truncation')
  const maxTokens = positive(truncation.maxTokens, 'truncation.maxTokens')
  const headTokens = positive(truncation.headTokens, 'truncation.headTokens')
  if (headTokens > maxTokens - 1) fail('truncation.headTokens', 'must leave at least one token for the tail')
}

function isPermutation(candidate: unknown, of: readonly string[]): boolean {
  return Array.isArray(candidate) && candidate.length === of.length && of.every(item => candidate.includes(item))
}

/** Asks the URL parser itself: backslashes, tabs and escapes have more ways out of a folder than a pattern knows. */
function staysInside(path: string): boolean {
  const folder = 'https://folder.invalid/a/'
  try {
    return new URL(path, folder).href.startsWith(folder)
  } catch {
    return false
  }
}
