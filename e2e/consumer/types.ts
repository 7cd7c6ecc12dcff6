/** Compiled by a consumer's TypeScript, never run: the declarations say what the code does. */
import {
  type CarbonReport,
  type ClassifierRouter,
  carbonReport,
  EnergyTracker,
  type EngineInfo,
  type GreenRoutingErrorCode,
  isGreenRoutingError,
  loadPretrained,
  openLedger,
  type RoutingDecision,
} from 'greenrouting'
import { type Catalog, diffRegistries, getCatalog } from 'greenrouting/catalog'
import { type ChatResponse, GreenRoutingClient, type StreamPart } from 'greenrouting/client'
import {
  BenchmarkMatcher,
  Capability,
  GreenScorer,
  getKnownProfiles,
  ModelRegistry,
  QueryProfile,
} from 'greenrouting/core'
import { fromOpenRouter, type ImportResult, mergeProfiles } from 'greenrouting/importers'

export function importAndMerge(document: string): readonly string[] {
  const { profiles, warnings, provenance }: ImportResult = fromOpenRouter(document, { retrievedOn: '2026-11-27' })
  const catalog: Catalog = getCatalog()
  const merged = mergeProfiles(profiles, [...catalog.models, ...catalog.notOffered])
  const registry = new ModelRegistry(merged.profiles)
  const { choices } = diffRegistries(registry, new ModelRegistry(catalog.models), [QueryProfile.single('code', 2)])
  const low: number | undefined = registry.list()[0]?.capabilityScores?.code?.low
  return [provenance.source, String(low), ...warnings.map(({ path }) => path), ...choices.map(({ after }) => after)]
}

export async function useAll(signal: AbortSignal): Promise<readonly string[]> {
  const router: ClassifierRouter = await loadPretrained({
    device: 'auto',
    energyModel: { base: '2026-11', stack: { mid: 1.5 } },
    scoring: { quality: 0.8 },
    pool: 'catalog',
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

export async function keep(decision: RoutingDecision): Promise<CarbonReport> {
  const tracker = new EnergyTracker({ baseline: 'gpt-4o', ledger: await openLedger({ name: 'app' }) })
  tracker.record(decision, { measured: { joules: 3 }, usage: { outputTokens: 5 } })
  const day: string | null | undefined = tracker.report().days[0]?.day
  return carbonReport(tracker, { carbon: async (zone, at) => zone.length + (at?.getHours() ?? 0), zone: day ?? 'DE' })
}

export function codeOf(error: unknown): GreenRoutingErrorCode | undefined {
  return isGreenRoutingError(error) ? error.code : undefined
}

export async function ask(signal: AbortSignal): Promise<ChatResponse> {
  const client = new GreenRoutingClient({
    models: [
      'gpt-4o-mini',
      { name: 'llama-3.1-8b', completionFn: async (model, messages) => `${model}${messages.length}` },
    ],
    providers: { openai: { apiKey: () => 'key' } },
    scoring: { preset: 'balanced' },
  })
  const stream = client.stream([{ role: 'user', content: 'hi' }], { signal, escalate: { hold: 20 } })
  const kinds: StreamPart['type'][] = []
  for await (const part of stream) kinds.push(part.type)
  for await (const text of stream.textStream) kinds.push(text.length > 0 ? 'text' : 'finish')
  return stream.response
}

// @ts-expect-error: there is no such device.
export const wrongDevice = loadPretrained({ device: 'cpu' })
// @ts-expect-error: there is no such pool.
export const wrongPool = loadPretrained({ pool: 'catalogue' })
// @ts-expect-error: there is no such option.
export const wrongOption = loadPretrained({ divice: 'wasm' })
