import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { energyFigures } from './energy-figures.ts'
import { describeEnergy } from './energy-text.ts'
import { cli, files, temporaryFolder } from './harness.fixture.ts'

const figures = energyFigures()

describe('the figures', () => {
  test('meet what is promised of them', () => {
    for (const { medianFactor, inside } of figures.accuracy) {
      expect(medianFactor).toBeLessThanOrEqual(1.4)
      expect(inside).toBeGreaterThanOrEqual(0.9)
    }
  })

  test('scale as the traffic does, and save what is left', () => {
    const [small, large] = [figures.scales[0]!, figures.scales[2]!]
    const factor = large.queriesPerDay / small.queriesPerDay
    expect(large.without.midWh / small.without.midWh).toBeCloseTo(factor, 6)
    expect(small.savedPerYear.midWh / (365 * (small.without.midWh - small.with.midWh))).toBeCloseTo(1, 9)
    for (const { without, with: used, savedPerYear } of figures.scales) {
      for (const { lowWh, midWh, highWh } of [without, used, savedPerYear]) {
        expect(lowWh).toBeLessThan(midWh)
        expect(highWh).toBeGreaterThan(midWh)
      }
    }
  })

  test.each(['README.md', 'docs/energy.md'])('in %s are what the command prints', file => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
    const printed = describeEnergy(figures)
      .split('\n\n')
      .filter(part => part.startsWith('|'))
    const shown = printed.filter(table => text.includes(table))
    expect(shown.length).toBeGreaterThanOrEqual(file === 'README.md' ? 2 : printed.length)
  })
})

/** Stand-ins for the code: the real one exists only once the package is built. */
const code = temporaryFolder()
writeFileSync(join(code, 'index.js'), 'import { a } from "./core-x1.js"\n')
writeFileSync(join(code, 'core-x1.js'), 'export const a = 1\n')
writeFileSync(join(code, 'worker-wasm.js'), '// worker\n')
const built = { files: { ...files, code: pathToFileURL(`${code}/`) } }

test('greenrouting energy prints them, and what the router takes here', async () => {
  const { code, stdout } = await cli(['energy', '--json'], built)
  expect(code).toBe(0)
  const report = JSON.parse(stdout)
  expect(report.scales).toEqual(JSON.parse(JSON.stringify(figures.scales)))
  expect(report.router.cost.download.midWh).toBeGreaterThan(0.1)
  expect(report.router.cost.decision.midWh).toBeGreaterThan(0)
  expect(report.router.breakEven.fewest).toBeGreaterThan(0)
  expect(report.router.counters).toBeTypeOf('string')
}, 300_000)

test('it can be interrupted', async () => {
  const stop = new AbortController()
  const running = cli(['energy'], { ...built, interrupt: stop.signal, onStdout: () => stop.abort() })
  expect((await running).code).toBe(130)
}, 300_000)
