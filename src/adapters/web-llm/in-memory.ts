/** Which model answers, given those in memory: a load takes seconds from the disk, and a download before that. */
import type { RankedModel, RoutingDecision } from '../../core/contracts.ts'
import { decide } from '../../core/decision.ts'
import { GreenRoutingError } from '../../core/errors.ts'
import { listNames } from '../../core/wording.ts'
import type { RoutableEngine } from './contracts.ts'

/**
 * Whether the engine has a model in memory. The one question of its interface that answers this, in all its kinds and also
 * when somebody else has loaded or unloaded: it asks for the last message, and rejects where there is no such model.
 */
export const isLoaded = (engine: RoutableEngine, modelId: string): Promise<boolean> =>
  engine.getMessage(modelId).then(
    () => true,
    () => false,
  )

/** The decision as it is carried out. Throws `no-able-model` where nothing is in memory and nothing may be loaded. */
export function preferLoaded(
  decision: RoutingDecision,
  loaded: ReadonlySet<string>,
  reload: 'when-needed' | 'always' | 'never',
): RoutingDecision {
  const { selectedModel, ranking } = decision
  if (reload === 'always' || loaded.has(selectedModel)) return decision
  const chosen = ranking.find(({ model }) => model === selectedModel)!
  const inMemory = ranking.filter(({ model }) => loaded.has(model))
  const found =
    reload === 'never' ? inMemory[0] : inMemory.find(({ qualified, fitness }) => qualified || fitness >= chosen.fitness)
  if (found !== undefined) return instead(decision, found)
  if (reload === 'when-needed') return decision
  const names = ranking.map(({ model }) => model)
  throw new GreenRoutingError(
    'no-able-model',
    `None of the models that can answer (${listNames(names)}) is in memory, and reload is 'never'. ` +
      "Load one with engine.reload(), or set reload: 'when-needed'.",
    { details: { models: names } },
  )
}

function instead({ profile, ranking, selectedModel, energyModel }: RoutingDecision, found: RankedModel) {
  const merit = found.qualified ? 'good enough' : 'the best of those that are'
  const reasoning = `${found.model} is in memory and ${merit}, so ${selectedModel} is not loaded in its place.`
  return decide(profile, ranking, found, energyModel, reasoning)
}
