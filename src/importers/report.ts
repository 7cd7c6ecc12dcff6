/** What an import found, and what it did not take: the same for every service. */
import { estimateCapabilities } from '../catalog/internal.ts'
import { GreenRoutingError, isGreenRoutingError, ModelProfile, type ModelProfileInput } from '../core/index.ts'
import { aDate, checkOptions, isPlainObject } from '../core/internal.ts'

export interface ImportWarning {
  /** Where in the document: `data[3].pricing.prompt`, `row 12, olympiad`. */
  readonly path: string
  readonly message: string
}

/** Whose figures these are. */
export interface Provenance {
  /** The service. */
  readonly source: string
  /** Where the document is fetched from. */
  readonly url: string
  /** Its terms, in short. */
  readonly licence: string
  /** As the caller gave it. */
  readonly retrievedOn?: string
  /** Models the document has. */
  readonly rows: number
  readonly imported: number
  /** In order, but not models that answer in text at a known price: embeddings, images, models withdrawn. */
  readonly ignored: number
  /** Not in order: each with a warning. */
  readonly skipped: number
}

export interface ImportResult {
  /** Checked profiles with estimates (`estimateCapabilities`). Without prices where the service has none: merge those (`mergeProfiles`) before registering, since an absent price reads as free. */
  readonly profiles: readonly ModelProfileInput[]
  /** The first thousand. */
  readonly warnings: readonly ImportWarning[]
  readonly provenance: Provenance
}

export interface ImportOptions {
  /** When the document was fetched, `2026-11-27`; goes into the provenance. Default none. */
  readonly retrievedOn?: string | undefined
}

export type Service = Pick<Provenance, 'source' | 'url' | 'licence'>

/** A document of a million bad rows is one mistake, not a million. */
const MOST_WARNINGS = 1000

export const IMPORT_OPTIONS = { retrievedOn: aDate }

/** What a row lacks of a profile is what its service does not say. */
export type Row = Omit<ModelProfileInput, 'capabilityScores'>

/** One row of a document, and where to say what is wrong with it. */
export interface Reader {
  readonly row: Readonly<Record<string, unknown>>
  readonly path: string
  readonly report: Report
}

/** Undefined for a row that the reader has skipped or ignored. */
export type ReadRow = (reader: Reader) => Row | undefined

/** Collects rows, warnings and counts. */
export class Report {
  readonly #service: Service
  readonly #retrievedOn: string | undefined
  readonly #profiles = new Map<string, ModelProfileInput>()
  readonly #warnings: ImportWarning[] = []
  #warned = 0
  #ignored = 0
  #skipped = 0

  constructor(service: Service, name: string, options: ImportOptions) {
    this.#service = service
    this.#retrievedOn = checkOptions(name, options, IMPORT_OPTIONS).retrievedOn
  }

  warn(path: string, message: string): void {
    this.#warned++
    if (this.#warnings.length < MOST_WARNINGS) this.#warnings.push(Object.freeze({ path, message }))
  }

  /** Returns nothing, so that a reader can end with it. */
  skip(path: string, message: string): undefined {
    this.#skipped++
    this.warn(path, message)
    return undefined
  }

  ignore(): undefined {
    this.#ignored++
    return undefined
  }

  /** Reads row after row; one that is no object is skipped. `priced` is false for a service that has no prices. */
  each(rows: Iterable<readonly [path: string, value: unknown]>, priced: boolean, read: ReadRow): void {
    for (const [path, value] of rows) {
      const row = isPlainObject(value) ? read({ row: value, path, report: this }) : this.skip(path, 'is no object')
      if (row !== undefined) this.add(row, path, priced)
    }
  }

  /** Takes a row in, or skips it with the reason. */
  add(row: Row, path: string, priced: boolean): void {
    try {
      const checked = ModelProfile.from(row, path)
      if (this.#profiles.has(checked.name)) {
        this.skip(path, `a second ${checked.name}: the first is kept`)
        return
      }
      const profile = { ...checked, capabilityScores: estimateCapabilities(checked) }
      if (priced) this.#profiles.set(checked.name, Object.freeze(profile))
      else {
        const { costPer1kInput, costPer1kOutput, ...unpriced } = profile
        this.#profiles.set(checked.name, Object.freeze(unpriced))
      }
    } catch (error) {
      if (!isGreenRoutingError(error)) throw error
      const at = typeof error.details.path === 'string' ? error.details.path : path
      this.skip(at, error.message)
    }
  }

  result(): ImportResult {
    const more = this.#warned - this.#warnings.length
    const last = more > 0 ? [Object.freeze({ path: '', message: `and ${more} more warnings` })] : []
    return Object.freeze({
      profiles: Object.freeze([...this.#profiles.values()]),
      warnings: Object.freeze([...this.#warnings, ...last]),
      provenance: Object.freeze({
        ...this.#service,
        ...(this.#retrievedOn !== undefined && { retrievedOn: this.#retrievedOn }),
        rows: this.#profiles.size + this.#ignored + this.#skipped,
        imported: this.#profiles.size,
        ignored: this.#ignored,
        skipped: this.#skipped,
      }),
    })
  }
}

/** The error for a document that is not what its service serves. */
export function refuseDocument(source: string, path: string, expected: string): never {
  throw new GreenRoutingError('invalid-import', `This is no document of ${source}: ${path} must be ${expected}.`, {
    details: { path, expected, source },
  })
}
