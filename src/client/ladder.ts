/** Who is asked next: the order of the decision, without those already asked and those whose server is gone. */
import type { RankedModel, RoutingDecision } from '../core/contracts.ts'
import { isGreenRoutingError } from '../core/errors.ts'
import type { Member } from './members.ts'

export interface Rung {
  readonly member: Member
  readonly entry: RankedModel
}

/** The server, not the model, is the trouble. */
function isServerTrouble(error: unknown): boolean {
  if (!isGreenRoutingError(error)) return false
  const { code, details } = error
  return (
    code === 'provider-unreachable' ||
    code === 'missing-key' ||
    (code === 'provider-timeout' && details.phase === 'connect')
  )
}

export class Ladder {
  readonly #rungs: Rung[]
  readonly #gone = new Set<string>()
  /** An answer by a model this fit was not good enough. */
  #leastFitness = Number.NEGATIVE_INFINITY

  constructor({ selectedModel, ranking }: RoutingDecision, members: ReadonlyMap<string, Member>) {
    const chosenFirst = [...ranking].sort(
      (a, b) => Number(b.model === selectedModel) - Number(a.model === selectedModel),
    )
    this.#rungs = chosenFirst.map(entry => ({ entry, member: members.get(entry.model)! }))
  }

  /** The next to ask, who is then no longer on the ladder. After a rejected answer only fitter models are. */
  next(): Rung | undefined {
    const index = this.#rungs.findIndex(rung => this.#isOpen(rung))
    return index < 0 ? undefined : this.#rungs.splice(index, 1)[0]
  }

  /** Whether a fitter model than this is left. */
  hasAbove({ entry }: Rung): boolean {
    return this.#rungs.some(rung => this.#isOpen(rung) && rung.entry.fitness > entry.fitness)
  }

  failed({ member }: Rung, error: unknown): void {
    if (isServerTrouble(error)) this.#gone.add(member.server)
  }

  rejected({ entry }: Rung): void {
    this.#leastFitness = entry.fitness
  }

  #isOpen({ member, entry }: Rung): boolean {
    return !this.#gone.has(member.server) && entry.fitness > this.#leastFitness
  }
}
