/** The shipped model is as good as it was: its figures on the repository's labelled set stay above the recorded floors. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { cli } from './harness.fixture.ts'

interface Floors {
  readonly input: string
  readonly queries: number
  readonly atLeast: Readonly<Record<string, number>>
  readonly atMost: Readonly<Record<string, number>>
}

const file = new URL('../../models/evaluation/floors.json', import.meta.url)
const floors = JSON.parse(readFileSync(file, 'utf8')) as Floors

test('the figures of models/default hold', { timeout: 600_000 }, async () => {
  const { code, stdout, stderr } = await cli(['eval', '--json'])
  expect(code, stderr).toBe(0)
  const { input, figures } = JSON.parse(stdout)
  expect(input).toEqual({ name: floors.input, queries: floors.queries, skipped: 0 })
  expect(Object.keys(floors.atLeast).sort()).toEqual(['capability', 'difficultyRho', 'length'])
  expect(Object.keys(floors.atMost).sort()).toEqual(['ece', 'totalVariation'])
  const broken = [
    ...Object.entries(floors.atLeast).filter(([name, least]) => !(figures.overall[name] >= least)),
    ...Object.entries(floors.atMost).filter(([name, most]) => !(figures.overall[name] <= most)),
  ].map(([name, floor]) => `${name} is ${figures.overall[name]}, the floor ${floor}`)
  expect(broken, 'a new model moves them with npm run floors').toEqual([])
})
