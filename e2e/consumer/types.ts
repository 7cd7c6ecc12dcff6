/** Compiled by a consumer's TypeScript, never run: the declarations say what the code does. */
import {
  type ClassifierRouter,
  type EngineInfo,
  type GreenRoutingErrorCode,
  isGreenRoutingError,
  loadPretrained,
  type RoutingDecision,
} from 'greenrouting'
import {
  BenchmarkMatcher,
  Capability,
  GreenScorer,
  getKnownProfiles,
  ModelRegistry,
  QueryProfile,
} from 'greenrouting/core'

export async function useAll(signal: AbortSignal): Promise<readonly string[]> {
  const router: ClassifierRouter = await loadPretrained({
    device: 'auto',
    energyModel: { base: '2026-11', stack: { mid: 1.5 } },
    scoring: { quality: 0.8 },
    signal,
    onProgress: ({ status, loaded, total }) => void [status.length, loaded / total],
  })
  const decision: RoutingDecision = await router.route('hi', { signal })
  const names: string[] = decision.ranking.map(({ model }) => model)
  const info: EngineInfo | undefined = router.engine.info
  router.quality = 1
  await router.dispose()
  return [...names, info?.device ?? '', decision.profile.expectedOutputLength]
}

export function match(): number | null {
  const registry = new ModelRegistry(Object.values(getKnownProfiles()))
  return new BenchmarkMatcher(registry, GreenScorer.from({ preset: 'balanced' })).match(
    QueryProfile.single(Capability.SIMPLE, 1),
  ).energyEstimateWh
}

export function codeOf(error: unknown): GreenRoutingErrorCode | undefined {
  return isGreenRoutingError(error) ? error.code : undefined
}

// @ts-expect-error: there is no such device.
export const wrongDevice = loadPretrained({ device: 'cpu' })
// @ts-expect-error: there is no such option.
export const wrongOption = loadPretrained({ divice: 'wasm' })
