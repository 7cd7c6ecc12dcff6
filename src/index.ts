/** Decides in the browser which language model should answer. Everything of `greenrouting/core`, and the classifier. */
export {
  type ClassifierEngine,
  ClassifierRouter,
  type ClassifierRouterOptions,
  type EngineStatus,
  type WhenUncertain,
} from './classifier-router.ts'
export * from './core/index.ts'
export type { Device } from './engine/manifest.ts'
export { clearModelCache } from './engine/model-cache.ts'
export type { DeviceAttempt, DeviceRequest } from './engine/probe.ts'
export type { EngineInfo, HubDtype, LoadProgress } from './engine/protocol.ts'
export { type LoadOptions, loadPretrained, type Pool } from './load-pretrained.ts'
export type { EncoderOptions } from './model-source.ts'
export { clearLedger, type OpenLedgerOptions, openLedger, StoredLedger } from './stored-ledger.ts'
