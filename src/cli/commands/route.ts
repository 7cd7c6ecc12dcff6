/** `greenrouting route`: which model should answer a text, or each line of a file. */
import { ClassifierRouter } from '../../classifier-router.ts'
import type { Arguments } from '../args.ts'
import { answerLines } from '../batch.ts'
import { describeDecision } from '../describe.ts'
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
  const registry = await readPool(options.pool, surroundings.cwd)
  const openRouter = async (): Promise<ClassifierRouter> =>
    new ClassifierRouter(await loadChosen(options, surroundings), { registry, ...(scoring && { scoring }) })

  const { input, output } = options
  if (input !== undefined) {
    return answerLines({ input, output }, surroundings, async () => {
      const router = await openRouter()
      return async text => {
        const { selectedModel, energyEstimateWh, costEstimate } = await router.route(text)
        return { selectedModel, energyEstimateWh, costEstimate }
      }
    })
  }
  const text = await readSingle(args.operands[0]!, surroundings)
  const decision = await (await openRouter()).route(text)
  const shown = options.json ? JSON.stringify(decision, null, 2) : describeDecision(decision)
  await print(surroundings.stdout, `${shown}\n`)
  return 0
}
