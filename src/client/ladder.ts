/** Who is asked next: the order of the decision, without those already asked and those whose server is gone. */
import type { EnergyEstimate, RankedModel, RoutingDecision } from '../core/contracts.ts'
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

/** Sums in another order end on another last digit. */
const ROUNDING = 1e-9

/** Fitter; or as fit, as all are for something simple, and larger, as far as energy and price tell. */
function isAbove(one: RankedModel, other: RankedModel): boolean {
  const difference = one.fitness - other.fitness
  if (Math.abs(difference) > ROUNDING) return difference > 0
  return whOf(one) > whOf(other) || one.costEstimate > other.costEstimate
}

const whOf = ({ energy }: { readonly energy: EnergyEstimate | null }): number => energy?.midWh ?? 0

export class Ladder {
  readonly #rungs: Rung[]
  readonly #gone = new Set<string>()
  /** The last whose answer was not good enough. */
  #floor: RankedModel | undefined

  constructor({ selectedModel, ranking }: RoutingDecision, members: ReadonlyMap<string, Member>) {
    const chosenFirst = [...ranking].sort(
      (a, b) => Number(b.model === selectedModel) - Number(a.model === selectedModel),
    )
    this.#rungs = chosenFirst.map(entry => ({ entry, member: members.get(entry.model)! }))
  }

  /** The next to ask, who is then no longer on the ladder. After a rejected answer only those above that model are. */
  next(): Rung | undefined {
    const index = this.#rungs.findIndex(rung => this.#isOpen(rung))
    return index < 0 ? undefined : this.#rungs.splice(index, 1)[0]
  }

  /** Whether a model that can be expected to do better is left. */
  hasAbove({ entry }: Rung): boolean {
    return this.#rungs.some(rung => this.#isOpen(rung) && isAbove(rung.entry, entry))
  }

  failed({ member }: Rung, error: unknown): void {
    if (isServerTrouble(error)) this.#gone.add(member.server)
  }

  rejected({ entry }: Rung): void {
    this.#floor = entry
  }

  #isOpen({ member, entry }: Rung): boolean {
    return !this.#gone.has(member.server) && (this.#floor === undefined || isAbove(entry, this.#floor))
  }
}
