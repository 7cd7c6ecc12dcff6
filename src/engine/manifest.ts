/** The table of contents of a model folder: which file does what, how large it is, and the digest it must have. */
import { CAPABILITIES, type Capability } from '../core/capability.ts'
import type { OutputLength } from '../core/contracts.ts'
import { GreenRoutingError } from '../core/errors.ts'
import { OUTPUT_LENGTHS } from '../core/query-profile.ts'

export type Device = 'webgpu' | 'wasm'

export interface ManifestFile {
  readonly bytes: number
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: string
}

export interface ModelManifest {
  readonly format: 1
  readonly name: string
  readonly version: string
  /** Month of the labelling rubric that the labels followed. */
  readonly rubric: string
  /** The encoder each device runs, as paths inside the folder. */
  readonly encoders: Readonly<Record<Device, string>>
  readonly head: string
  readonly tokenizer: string
  readonly hiddenSize: number
  /** Longer inputs keep `headTokens` from the front and the rest from the end; both counts include the special tokens. */
  readonly truncation: { readonly maxTokens: number; readonly headTokens: number }
  /** What the head's outputs mean, in order. */
  readonly outputs: { readonly capabilities: readonly Capability[]; readonly lengths: readonly OutputLength[] }
  readonly calibration: {
    /** Softmax temperatures, > 0. */
    readonly capabilityTemperature: number
    readonly lengthTemperature: number
    /** Absent: the confidence is the top capability's probability, and no profile is uncertain. */
    readonly confidence?: ConfidenceCalibration
  }
  /** Every file of the folder by path. */
  readonly files: Readonly<Record<string, ManifestFile>>
}

/** How the top capability's probability p becomes the chance that it is right: sigmoid(scale · ln(p / (1 − p)) + shift) (Platt, 1999). */
export interface ConfidenceCalibration {
  /** > 0: a larger probability is never a smaller confidence. */
  readonly scale: number
  readonly shift: number
  /** A profile of less confidence is uncertain, 0..1. */
  readonly abstainBelow: number
}

const SHA256 = /^[0-9a-f]{64}$/

/** Paths a load needs on one device, in the order they are fetched: small ones first. */
export function requiredFiles(manifest: ModelManifest, device: Device): readonly string[] {
  return [manifest.tokenizer, manifest.head, manifest.encoders[device]]
}

/**
 * Checks that `value` is a manifest this version understands and returns it; throws `manifest-invalid` naming the
 * field. `source` is the URL for the message.
 */
export function parseManifest(value: unknown, source: string): ModelManifest {
  const fail = (field: string, problem: string): never => {
    throw new GreenRoutingError('manifest-invalid', `${source}: ${field} ${problem}.`, {
      details: { url: source, field },
    })
  }
  const object = (candidate: unknown, field: string): Record<string, unknown> =>
    typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate)
      ? (candidate as Record<string, unknown>)
      : fail(field, 'must be an object')
  const text = (candidate: unknown, field: string): string =>
    typeof candidate === 'string' && candidate !== '' ? candidate : fail(field, 'must be a non-empty string')
  const positive = (candidate: unknown, field: string): number =>
    typeof candidate === 'number' && Number.isFinite(candidate) && candidate > 0
      ? candidate
      : fail(field, 'must be a number above 0')
  const finite = (candidate: unknown, field: string): number =>
    typeof candidate === 'number' && Number.isFinite(candidate) ? candidate : fail(field, 'must be a finite number')

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
  const listed = (candidate: unknown, field: string): void => {
    if (!Object.hasOwn(files, text(candidate, field)))
      fail(field, `names ${JSON.stringify(candidate)}, which files does not list`)
  }
  const encoders = object(root.encoders, 'encoders')
  listed(encoders.wasm, 'encoders.wasm')
  listed(encoders.webgpu, 'encoders.webgpu')
  listed(root.head, 'head')
  listed(root.tokenizer, 'tokenizer')
  for (const field of ['name', 'version', 'rubric']) text(root[field], field)
  positive(root.hiddenSize, 'hiddenSize')

  const truncation = object(root.truncation, 'truncation')
  const maxTokens = positive(truncation.maxTokens, 'truncation.maxTokens')
  const headTokens = positive(truncation.headTokens, 'truncation.headTokens')
  if (headTokens > maxTokens - 1) fail('truncation.headTokens', 'must leave at least one token for the tail')

  const outputs = object(root.outputs, 'outputs')
  // The order is the model's own; the set is not.
  if (!isPermutation(outputs.capabilities, CAPABILITIES))
    fail('outputs.capabilities', `must list ${CAPABILITIES.join(', ')}`)
  if (!isPermutation(outputs.lengths, OUTPUT_LENGTHS)) fail('outputs.lengths', `must list ${OUTPUT_LENGTHS.join(', ')}`)

  const calibration = object(root.calibration, 'calibration')
  positive(calibration.capabilityTemperature, 'calibration.capabilityTemperature')
  positive(calibration.lengthTemperature, 'calibration.lengthTemperature')
  if (calibration.confidence !== undefined) {
    const confidence = object(calibration.confidence, 'calibration.confidence')
    positive(confidence.scale, 'calibration.confidence.scale')
    finite(confidence.shift, 'calibration.confidence.shift')
    const least = finite(confidence.abstainBelow, 'calibration.confidence.abstainBelow')
    if (least < 0 || least > 1) fail('calibration.confidence.abstainBelow', 'must be a number from 0 to 1')
  }
  return value as ModelManifest
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
