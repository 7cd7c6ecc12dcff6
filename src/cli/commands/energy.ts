/** `greenrouting energy`: the figures behind the energy claims, and what the router itself takes on this machine. */
import type { Arguments } from '../args.ts'
import { energyFigures } from '../energy-figures.ts'
import { routerFigures } from '../energy-router.ts'
import { describeEnergy, describeRouter } from '../energy-text.ts'
import { usageFailure } from '../failure.ts'
import { print } from '../output.ts'
import type { Surroundings } from '../surroundings.ts'

export async function energy({ operands, options }: Arguments, surroundings: Surroundings): Promise<number> {
  if (operands.length > 0) throw usageFailure('energy takes no text: what one text takes, route says.')
  const { stdout, interrupt } = surroundings
  const figures = energyFigures()
  if (!options.json) await print(stdout, `${describeEnergy(figures)}\n\n`)
  const router = await routerFigures(surroundings)
  if (interrupt.aborted) return 1
  await print(
    stdout,
    options.json ? `${JSON.stringify({ ...figures, router }, null, 2)}\n` : `${describeRouter(router)}\n`,
  )
  return 0
}
