/** What a model on the user's own device offers to a pool. Types only. */
import type { ModelConfig } from '../client/contracts.ts'
import type { AbortSignalLike } from '../core/contracts.ts'
import type { OnDevice } from '../core/energy-profile.ts'
import type { ModelProfileInput } from '../core/model-profile.ts'

/**
 * `available`: answers now. `downloadable`: could, after `download()`. `downloading`: somebody began that. `unavailable`: not here, because
 * the browser, the device or the server lacks what it needs.
 */
export type Availability = 'available' | 'downloadable' | 'downloading' | 'unavailable'

export interface DownloadOptions {
  /** Ends the download where its maker allows that; rejects at once with `aborted`. Default none. */
  readonly signal?: AbortSignalLike | undefined
  /** Share that is there, 0..1, never falling; of a download that already runs too. Default nobody. */
  readonly onProgress?: ((share: number) => void) | undefined
}

export interface OnDeviceModel {
  /** For `GreenRoutingClient`'s `models`. Asked before it is on the device, it rejects with `model-not-on-device`, and the client goes on. */
  readonly config: ModelConfig
  /** Never rejects, and starts nothing. */
  availability(): Promise<Availability>
  /**
   * Brings the model to the device: gigabytes, so ask first. Nothing else starts a download. Rejects with `model-not-on-device` where it
   * cannot be had or loaded, with what the library said as its `cause`, or where the browser wants a click first.
   */
  download(options?: DownloadOptions): Promise<void>
  /** Frees its memory. What is stored stays. */
  dispose(): Promise<void>
}

/**
 * The profile to choose by. The scores are yours to give, from a source you trust, since what runs under a name differs from browser to
 * browser. `onDevice` says how fast the device is, and by that what an answer takes: with `watts`, the seconds it took are counted.
 */
export interface OnDeviceProfile extends Omit<ModelProfileInput, 'onDevice' | 'apiBase'> {
  /** Default 15 tokens a second on a laptop: an assumption, to be replaced by what you measure. */
  readonly onDevice?: OnDevice | undefined
}
