/** `greenrouting route`: which model should answer a text, or each line of a file. */
import { ClassifierRouter } from '../../classifier-router.ts'
import type { EnergyEstimate } from '../../core/index.ts'
import type { Arguments } from '../args.ts'
import { answerLines } from '../batch.ts'
import { describeDecision } from '../describe.ts'
import { readEnergyOption } from '../energy-option.ts'
import { loadChosen } from '../load.ts'
import { print } from '../output.ts'
import { readPool } from '../pool.ts'
import { readScoring } from '../scoring-options.ts'
import { checkSource, readSingle } from '../single.ts'
import type { Surroundings } from '../surroundings.ts'

export async function route(args: Arguments, surroundings: Surroundings): Promise<number> {
  checkSource(args)
  const { options } = args
  const scoring = readScoring(options)
  const energyModel = await readEnergyOption(options, surroundings.cwd)
  const registry = await readPool(options.pool, surroundings.cwd)
  const openRouter = async (): Promise<ClassifierRouter> =>
    new ClassifierRouter(await loadChosen(options, surroundings), { registry, scoring, energyModel })

  const { input, output } = options
  if (input !== undefined) {
    return answerLines({ input, output }, surroundings, async () => {
      const router = await openRouter()
      return async text => {
        const { selectedModel, energyEstimateWh, energy, costEstimate } = await router.route(text)
        // The range where there is one to give: a constant's is the same in every line.
        if (router.energyModel === 'seed') return { selectedModel, energyEstimateWh, costEstimate }
        return { selectedModel, energyEstimateWh, energy: energy && rangeOf(energy), costEstimate }
      }
    })
  }
  const text = await readSingle(args.operands[0]!, surroundings)
  const decision = await (await openRouter()).route(text)
  const shown = options.json ? JSON.stringify(decision, null, 2) : describeDecision(decision)
  await print(surroundings.stdout, `${shown}\n`)
  return 0
}

function rangeOf({ lowWh, highWh, basis }: EnergyEstimate): object {
  return { lowWh, highWh, basis }
}
