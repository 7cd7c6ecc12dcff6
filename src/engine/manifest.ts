/** The table of contents of a model folder: which file does what, how large it is, and the digest it must have. */
import type { Capability } from '../core/capability.ts'
import type { OutputLength } from '../core/contracts.ts'
import { manifestReader, readHeadFields, readTruncation } from './manifest-fields.ts'

export type Device = 'webgpu' | 'wasm'

export interface ManifestFile {
  readonly bytes: number
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: string
}

/** What a head has to say of itself: enough to put it behind any encoder that it was trained on. */
export interface HeadManifest {
  readonly format: 1
  readonly name: string
  readonly version: string
  /** Month of the labelling rubric that the labels followed. */
  readonly rubric: string
  readonly head: string
  readonly hiddenSize: number
  /**
   * Longer inputs keep `headTokens` from the front and the rest from the end; both counts include the special tokens.
   * Default, where another library runs the encoder: as many as its tokenizer allows, and the last special token.
   */
  readonly truncation?: Truncation
  /** How the embedding comes about where another library runs the encoder; default `mean`, not normalised, no prefix. */
  readonly embedding?: EmbeddingRecipe
  /** What the head's outputs mean, in order. */
  readonly outputs: { readonly capabilities: readonly Capability[]; readonly lengths: readonly OutputLength[] }
  readonly calibration: {
    /** Softmax temperatures, > 0. */
    readonly capabilityTemperature: number
    readonly lengthTemperature: number
    /** Absent: the confidence is the top capability's probability, and no profile is uncertain. */
    readonly confidence?: ConfidenceCalibration
  }
  /** Every file of the folder by path; of a head alone, also the encoder's that it was trained on. */
  readonly files: Readonly<Record<string, ManifestFile>>
}

/**
 * How the eight probabilities become the chance that the first capability is right, a logistic regression (Platt, 1999):
 * sigmoid(scale · ln(p / (1 − p)) + lead · ln(p / q) + skill · ln(s / (1 − s)) + shift), with p the largest, q the second, and s the
 * largest of the seven without `multilingual` as a share of their sum.
 */
export interface ConfidenceCalibration {
  readonly scale: number
  /** Default 0. */
  readonly lead?: number
  /** Default 0. */
  readonly skill?: number
  readonly shift: number
  /** A profile of less confidence is uncertain, 0..1. */
  readonly abstainBelow: number
}

export interface Truncation {
  readonly maxTokens: number
  readonly headTokens: number
}

export interface EmbeddingRecipe {
  readonly pooling?: 'mean' | 'cls'
  readonly normalize?: boolean
  /** Put before each text, as some encoders were trained to expect (`query: `). */
  readonly prefix?: string
}

/** A whole model: a head with the encoders and the tokenizer that go with it. */
export interface ModelManifest extends HeadManifest {
  /** The encoder each device runs, as paths inside the folder. */
  readonly encoders: Readonly<Record<Device, string>>
  readonly tokenizer: string
  readonly truncation: Truncation
}

/** Paths a load needs on one device, in the order they are fetched: small ones first. */
export function requiredFiles(manifest: ModelManifest, device: Device): readonly string[] {
  return [manifest.tokenizer, manifest.head, manifest.encoders[device]]
}

/**
 * Checks that `value` is a manifest this version understands and returns it; throws `manifest-invalid` naming the
 * field. `source` is the URL for the message.
 */
export function parseManifest(value: unknown, source: string): ModelManifest {
  const read = manifestReader(source)
  const root = readHeadFields(value, read)
  const encoders = read.object(root.encoders, 'encoders')
  const files = read.object(root.files, 'files')
  read.listed(encoders.wasm, 'encoders.wasm', files)
  read.listed(encoders.webgpu, 'encoders.webgpu', files)
  read.listed(root.tokenizer, 'tokenizer', files)
  readTruncation(root.truncation, read)
  return value as ModelManifest
}

/** The same for a head without an encoder of its own; the manifest of a whole model passes too. */
export function parseHeadManifest(value: unknown, source: string): HeadManifest {
  const read = manifestReader(source)
  const root = readHeadFields(value, read)
  if (root.truncation !== undefined) readTruncation(root.truncation, read)
  if (root.embedding === undefined) return value as HeadManifest
  const { pooling, normalize, prefix } = read.object(root.embedding, 'embedding')
  if (pooling !== undefined && pooling !== 'mean' && pooling !== 'cls')
    read.fail('embedding.pooling', 'must be mean or cls')
  if (normalize !== undefined && typeof normalize !== 'boolean')
    read.fail('embedding.normalize', 'must be true or false')
  if (prefix !== undefined && typeof prefix !== 'string') read.fail('embedding.prefix', 'must be a text')
  return value as HeadManifest
}
