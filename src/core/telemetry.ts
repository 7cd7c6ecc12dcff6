/**
 * Recorded answers as OpenTelemetry metrics, through anything shaped like a Meter. Names of the GenAI semantic conventions
 * (`gen_ai.*`, status Development, read in November 2026) where there is one, of our own (`greenrouting.*`) where there is
 * none: energy in joules, as `hw.energy` has it.
 */
import { JOULES_PER_WH } from './answer-outcome.ts'
import { dayOf } from './calendar-day.ts'
import { CARBON_SPEC, type Carbon, type CarbonOptions, readCarbon } from './carbon-source.ts'
import { aFunction, refuse } from './checks.ts'
import type { RoutingDecision } from './contracts.ts'
import type { EnergyTracker } from './energy-tracker.ts'
import type { ModelRegistry } from './model-registry.ts'
import { checkOptions } from './options.ts'
import type { RecordedAnswer } from './recorded-answer.ts'

/** Values of attributes. */
export type MetricAttributes = Record<string, string | number | boolean>

interface InstrumentOptions {
  description?: string
  unit?: string
  advice?: { explicitBucketBoundaries?: number[] }
}

/** The part of OpenTelemetry's Meter that is needed. */
export interface MeterLike {
  createCounter(name: string, options?: InstrumentOptions): { add(value: number, attributes?: MetricAttributes): void }
  createUpDownCounter(
    name: string,
    options?: InstrumentOptions,
  ): { add(value: number, attributes?: MetricAttributes): void }
  createHistogram(
    name: string,
    options?: InstrumentOptions,
  ): { record(value: number, attributes?: MetricAttributes): void }
}

/** Carbon is counted only where `carbon` or `zone` is given. */
export interface TelemetryOptions extends CarbonOptions {
  /** Knows each model's provider and identifier; default the tracker's. */
  readonly registry?: Pick<ModelRegistry, 'has' | 'get'> | undefined
}

/** The boundaries that the conventions ask for. */
const TOKEN_BOUNDARIES = [...Array(14).keys()].map(power => 4 ** power)
const SECOND_BOUNDARIES = [...Array(14).keys()].map(power => 0.01 * 2 ** power)

/** The conventions' names of providers that we call otherwise. */
const PROVIDER_NAMES: Readonly<Record<string, string>> = {
  google: 'gcp.gemini',
  mistral: 'mistral_ai',
  xai: 'x_ai',
  moonshot: 'moonshot_ai',
  bedrock: 'aws.bedrock',
  azure: 'azure.ai.openai',
}

function instruments(meter: MeterLike) {
  return {
    tokens: meter.createHistogram('gen_ai.client.token.usage', {
      description: 'Number of input and output tokens used.',
      unit: '{token}',
      advice: { explicitBucketBoundaries: TOKEN_BOUNDARIES },
    }),
    duration: meter.createHistogram('gen_ai.client.operation.duration', {
      description: 'GenAI operation duration.',
      unit: 's',
      advice: { explicitBucketBoundaries: SECOND_BOUNDARIES },
    }),
    firstChunk: meter.createHistogram('gen_ai.client.operation.time_to_first_chunk', {
      description: 'Time to the first chunk of the answer.',
      unit: 's',
    }),
    decisions: meter.createCounter('greenrouting.decisions', {
      description: 'Answers recorded, of known energy or not.',
      unit: '{decision}',
    }),
    estimated: meter.createCounter('greenrouting.energy.estimated', {
      description: 'Energy of answers, the middle of each estimate.',
      unit: 'J',
    }),
    measured: meter.createCounter('greenrouting.energy.measured', {
      description: 'Energy of the answers that were measured.',
      unit: 'J',
    }),
    avoided: meter.createUpDownCounter('greenrouting.energy.avoided', {
      description: 'Energy of the baseline less that of the answer; negative when the answer took more.',
      unit: 'J',
    }),
    carbon: meter.createCounter('greenrouting.carbon.estimated', {
      description: 'CO2 equivalent of answers, location-based.',
      unit: 'g',
    }),
  }
}

/**
 * Reports each answer the tracker records from now on; returns a function that ends it. An answer is counted once, when it
 * is first recorded; what a later outcome adds (tokens, times, measured energy, the change in what was avoided) follows then.
 * Throws `invalid-option` or `unknown-zone`.
 */
export function recordTo(meter: MeterLike, tracker: EnergyTracker, options: TelemetryOptions = {}): () => void {
  const code = 'invalid-option'
  for (const method of ['createCounter', 'createUpDownCounter', 'createHistogram'] as const) {
    aFunction((meter as Partial<MeterLike> | null)?.[method], `recordTo meter.${method}`, code)
  }
  if (typeof (tracker as Partial<EnergyTracker> | null)?.subscribe !== 'function') {
    refuse(code, 'recordTo tracker', 'an EnergyTracker', tracker)
  }
  checkOptions('recordTo', options, CARBON_SPEC)
  const wanted = options.carbon !== undefined || options.zone !== undefined
  const carbon = wanted ? readCarbon('recordTo', { registry: tracker.registry, ...options }) : undefined
  const to = instruments(meter)
  const registry = options.registry ?? tracker.registry
  const counted = new WeakSet<RoutingDecision>()
  return tracker.subscribe(({ replaces, ...answer }) => {
    // An earlier recording from before this call was never counted here.
    const known = replaces !== undefined && counted.has(answer.decision)
    counted.add(answer.decision)
    report(known ? { ...answer, replaces } : answer, to, registry, carbon)
  })
}

function report(
  answer: RecordedAnswer,
  to: ReturnType<typeof instruments>,
  registry: TelemetryOptions['registry'],
  carbon: Carbon | undefined,
): void {
  const { outcome, replaces, model, energy } = answer
  const earlier = replaces?.outcome
  const request = requestAttributes(model, outcome.responseModel, registry)
  const { usage } = outcome
  if (usage !== undefined && earlier?.usage === undefined && !usage.estimated) {
    const types = [
      ['input', usage.inputTokens],
      ['output', usage.outputTokens],
    ] as const
    for (const [type, tokens] of types) {
      if (tokens !== undefined) to.tokens.record(tokens, { ...request, 'gen_ai.token.type': type })
    }
  }
  if (outcome.durationMs !== undefined && earlier?.durationMs === undefined) {
    to.duration.record(outcome.durationMs / 1000, request)
  }
  if (outcome.timeToFirstChunkMs !== undefined && earlier?.timeToFirstChunkMs === undefined) {
    to.firstChunk.record(outcome.timeToFirstChunkMs / 1000, request)
  }

  const route = { ...request, ...routeAttributes(answer) }
  if (outcome.measured !== undefined && earlier?.measured === undefined) to.measured.add(joules(energy!), route)
  if (replaces !== undefined) {
    const before = requestAttributes(replaces.model, replaces.outcome.responseModel, registry)
    to.avoided.add(-avoidedJoules(replaces), { ...before, ...routeAttributes(replaces) })
  }
  to.avoided.add(avoidedJoules(answer), route)
  if (replaces !== undefined) return
  to.decisions.add(1, route)
  if (answer.estimated !== null) to.estimated.add(joules(answer.estimated), route)
  if (energy !== null && carbon !== undefined) addCarbon(answer, energy.midWh, to.carbon, route, carbon)
}

const joules = ({ midWh }: { readonly midWh: number }) => midWh * JOULES_PER_WH

/** 0 where either is unknown. */
function avoidedJoules({ energy, baseline }: RecordedAnswer): number {
  return energy === null || baseline.energy === null ? 0 : joules(baseline.energy) - joules(energy)
}

function addCarbon(
  { at, model }: RecordedAnswer,
  wattHours: number,
  counter: { add(value: number, attributes?: MetricAttributes): void },
  attributes: MetricAttributes,
  carbon: Carbon,
): void {
  const add = (gramsPerKWh: number) => counter.add((wattHours * gramsPerKWh) / 1000, attributes)
  const intensity = carbon.intensity(carbon.zoneOf(model), dayOf(at))
  if (typeof intensity === 'number') add(intensity)
  // A source that is out of reach leaves a gap, not an unhandled rejection.
  else intensity.then(add).catch(() => undefined)
}

function requestAttributes(
  model: string,
  responseModel: string | undefined,
  registry: TelemetryOptions['registry'],
): MetricAttributes {
  const profile = registry?.has(model) ? registry.get(model) : undefined
  const provider = profile?.provider ?? 'unknown'
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': Object.hasOwn(PROVIDER_NAMES, provider) ? PROVIDER_NAMES[provider]! : provider,
    'gen_ai.request.model': profile?.modelId ?? model,
    ...(responseModel === undefined ? {} : { 'gen_ai.response.model': responseModel }),
  }
}

function routeAttributes({ model, baseline, decision, energy }: RecordedAnswer): MetricAttributes {
  const weights = Object.entries<number>(decision.profile?.capabilityWeights ?? {})
  const capability = weights.reduce((most, entry) => (entry[1] > most[1] ? entry : most), ['', 0] as [
    string,
    number,
  ])[0]
  return {
    'greenrouting.route.model': model,
    'greenrouting.baseline.model': baseline.model,
    ...(capability === '' ? {} : { 'greenrouting.capability': capability }),
    ...(typeof decision.profile?.difficulty === 'number'
      ? { 'greenrouting.difficulty': decision.profile.difficulty }
      : {}),
    'greenrouting.energy.basis': energy?.basis ?? 'unknown',
  }
}
