/** Which backend answers and why, and where the classifier is kept. */
import type { DeviceAttempt, DeviceRequest, EngineInfo, EngineStatus } from 'greenrouting'
import { DEVICE_WORDS, megabytes, STORAGE_NAMES, STORAGE_WORDS } from '../words.ts'
import { byId, element } from './dom.ts'

export class EngineView {
  readonly #backend = byId('backend', HTMLElement)
  readonly #classifier = byId('classifier', HTMLElement)
  readonly #storage = byId('storage', HTMLElement)
  readonly #device = byId('device', HTMLSelectElement)

  constructor(requested: DeviceRequest, onDevice: (device: DeviceRequest) => void) {
    // An unknown device leaves the list without a selection, so that any choice is a change.
    this.#device.value = requested
    this.#device.addEventListener('change', () => onDevice(this.#device.value as DeviceRequest))
  }

  show(engine: EngineStatus | undefined): void {
    delete this.#backend.dataset.device
    if (!engine?.info) {
      for (const target of [this.#backend, this.#classifier, this.#storage]) target.replaceChildren()
      return
    }
    const { info, attempts } = engine
    this.#backend.dataset.device = info.device
    fill(this.#backend, DEVICE_WORDS[info.device], why(attempts))
    fill(this.#classifier, `${info.model.name} ${info.model.version}`, integrity(info))
    fill(this.#storage, STORAGE_WORDS[info.storage], `${STORAGE_NAMES[info.storage]}${transfer(info)}`)
  }
}

function why(attempts: readonly DeviceAttempt[]): string {
  return attempts
    .map(({ device, ok, reason }) => (ok ? reason : `${DEVICE_WORDS[device]} was passed over: ${reason}`))
    .join('; ')
}

function integrity({ integrity }: EngineInfo): string {
  return integrity === 'verified'
    ? 'every file matches its SHA-256'
    : 'sizes compared only: checking SHA-256 needs https'
}

function transfer({ downloadedBytes, cachedBytes }: EngineInfo): string {
  if (downloadedBytes === 0) return `${megabytes(cachedBytes)} read from there, no model file downloaded`
  const kept = cachedBytes > 0 ? `, ${megabytes(cachedBytes)} read from there` : ''
  return `${megabytes(downloadedBytes)} of model files downloaded${kept}`
}

function fill(target: HTMLElement, figure: string, note: string): void {
  target.replaceChildren(element('strong', '', figure), ' ', element('small', '', note))
}
