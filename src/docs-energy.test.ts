/** The code in docs/energy.md that runs without a classifier does what the page says. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import * as core from './core/index.ts'

const page = readFileSync(fileURLToPath(new URL('../docs/energy.md', import.meta.url)), 'utf8')
const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, text]) => text!)
const blockWith = (words: string): string => blocks.find(text => text.includes(words))!

test('the first example logs what its comment says', () => {
  const code = blockWith('formatEnergy(energy)')
  const body = code.replaceAll(/import \{(.*?)\} from 'greenrouting\/core'/g, 'const {$1} = core')
  const logged: unknown[] = []
  new Function('core', 'console', body)(core, { log: (value: unknown) => logged.push(value) })
  expect(logged).toEqual([/console\.log\(.*\) \/\/ (.*)/.exec(code)![1]])
})

test('coefficients of another batch move measured and fitted models by the same factor', () => {
  const code = blockWith("name: 'our servers'")
  const given = new Function(code.replace(/^const .*loadPretrained\(/, 'return ('))() as {
    readonly energyModel: core.EnergyModelOption
  }
  const { output, batch, stack } = core.ENERGY_COEFFICIENTS_2026_11
  expect(code).toContain(`${output.joules} * (128 / ${batch.mid}) ** -${batch.exponent}`)
  const factor = (1.25 / stack.mid) * (128 / batch.mid) ** -batch.exponent
  for (const name of ['llama-3.1-70b', 'gpt-4o-mini']) {
    const whBy = (energyModel: core.EnergyModelOption) =>
      core.estimateAnswerEnergy(
        core.getKnownProfiles()[name]!,
        // Writing alone: reading does not depend on the batch.
        { inputTokens: 0, outputTokens: 300 },
        energyModel,
      )!.midWh
    expect(whBy(given.energyModel) / whBy('2026-11')).toBeCloseTo(factor, 9)
  }
})
