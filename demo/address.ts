/** The part of the page's address that it reads and writes: `?device=auto|webgpu|wasm`. Never the question. */
import type { DeviceRequest } from 'greenrouting'

/** As given: a device that does not exist is for the library to refuse, by name. */
export function deviceInAddress(): DeviceRequest {
  return (new URLSearchParams(location.search).get('device') ?? 'auto') as DeviceRequest
}

export function putDeviceInAddress(device: DeviceRequest): void {
  const address = new URL(location.href)
  if (device === 'auto') address.searchParams.delete('device')
  else address.searchParams.set('device', device)
  history.replaceState(null, '', address)
}
