/** Ledgers of version 1, written by 0.1: one entry a model, compared with the highest estimated energy of each pool. */
import { aNumber, aText } from './checks.ts'
import { GreenRoutingError } from './errors.ts'
import { joinExact, negated } from './exact-sum.ts'
import { aSum, complete, inOrder } from './ledger-checks.ts'
import { ANSWER_COUNTS, type AnswerRow } from './ledger-row.ts'

const SUMS_SPEC = {
  usedWh: aSum,
  usedLowWh: aSum,
  usedHighWh: aSum,
  baselineWh: aSum,
  baselineLowWh: aSum,
  baselineHighWh: aSum,
  usedUsd: aSum,
  baselineUsd: aSum,
}

const MODEL_SPEC = {
  model: aText,
  queries: aNumber({ min: 1, max: Number.MAX_SAFE_INTEGER, integer: true }),
  sums: (value: unknown, path: string) => complete(path, value, SUMS_SPEC),
}

/** Throws `invalid-report`. What that version did not keep is null. */
export function readOldModels(models: readonly unknown[]): AnswerRow[] {
  const seen = new Set<string>()
  return Array.from(models, (entry, index) => {
    const path = `models[${index}]`
    const { model, queries, sums } = complete(path, entry, MODEL_SPEC)
    if (seen.has(model)) {
      throw new GreenRoutingError('invalid-report', `${path} repeats a model.`, { details: { path, model } })
    }
    seen.add(model)
    inOrder(`${path}.sums`, sums, 'usedLowWh', 'usedWh', 'usedHighWh')
    inOrder(`${path}.sums`, sums, 'baselineLowWh', 'baselineWh', 'baselineHighWh')
    inOrder(`${path}.sums`, sums, 'usedWh', 'baselineWh')
    inOrder(`${path}.sums`, sums, 'usedUsd', 'baselineUsd')
    const counts = Object.fromEntries(ANSWER_COUNTS.map(name => [name, 0])) as AnswerRow['counts']
    return {
      kind: 'answers',
      day: null,
      model,
      basis: null,
      baseline: null,
      against: 'highest-energy',
      baselineBasis: null,
      compared: true,
      counts: { ...counts, queries },
      sums: {
        ...sums,
        savedLowWh: joinExact([sums.baselineLowWh, negated(sums.usedHighWh)]),
        savedHighWh: joinExact([sums.baselineHighWh, negated(sums.usedLowWh)]),
        maxWh: [...sums.baselineWh],
      },
    }
  })
}
