import { describe, expect, test } from 'vitest'
import { ENERGY_COEFFICIENTS_2026_11, type EnergyCoefficients } from './energy-coefficients.ts'
import { type EnergyModelOption, readEnergyModel } from './energy-model-option.ts'
import { estimateAnswerEnergy } from './estimate-answer.ts'

const table = ENERGY_COEFFICIENTS_2026_11

test('the names give the seed’s constants, which are no table, and the table', () => {
  expect(readEnergyModel('seed')).toBeUndefined()
  expect(readEnergyModel('2026-11')).toBe(table)
})

/** Every number and text of a table by its path. */
function leaves(value: unknown, path: readonly string[] = []): [readonly string[], unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]]
  return Object.entries(value).flatMap(([key, part]) => leaves(part, [...path, key]))
}

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce((part, key) => (part as Record<string, unknown>)[key], value)

describe('every coefficient can be replaced', () => {
  const numbers = leaves(table).filter(
    ([path, value]) => typeof value === 'number' && !path.some(key => key === 'figures' || key === 'rows'),
  )

  test('there are many', () => {
    expect(numbers.length).toBeGreaterThan(60)
  })

  test.each(numbers.map(([path, value]) => [path.join('.'), path, value as number] as const))(
    '%s',
    (_, path, value) => {
      // A list is given whole, and a number stays in order with its neighbours.
      const changed = value * (path.at(-1) === 'high' ? 1.0001 : 0.9999) + (value === 0 ? 0.001 : 0)
      const listed = path.findIndex(key => /^\d+$/.test(key))
      const keys = listed < 0 ? path : path.slice(0, listed)
      const leaf =
        listed < 0
          ? changed
          : (at(table, keys) as number[]).map((item, index) => (index === Number(path[listed]) ? changed : item))
      const own = keys.reduceRight<unknown>((part, key) => ({ [key]: part }), leaf)
      const read = readEnergyModel(own as EnergyModelOption)!
      expect(at(read, path)).toBe(changed)
      const others = leaves(read).filter(([other]) => other.join() !== path.join() && other.join() !== 'name')
      expect(others).toEqual(leaves(table).filter(([other]) => other.join() !== path.join() && other.join() !== 'name'))
    },
  )

  test('and a whole table of one’s own', () => {
    const own = structuredClone(table) as EnergyCoefficients
    expect(readEnergyModel({ ...own, name: 'ours', date: '2027-01-01' })).toMatchObject({ name: 'ours' })
    expect(readEnergyModel({ ...own, name: 'ours' })).toEqual({ ...own, name: 'ours' })
  })

  test('measurements too', () => {
    const row = {
      model: 'us/Our-Model',
      task: 'chat',
      gpu: 'H100',
      weightBits: 8,
      totalParamsB: 10,
      activeParamsB: 10,
      outputTokens: 505,
      nearBatch64: { joulesPerOutputToken: 1, batch: 64 },
      within50ms: { joulesPerOutputToken: 0.5, batch: 256 },
    } as const
    const tokens = { inputTokens: 100, outputTokens: 500 }
    const ours = (rows: readonly unknown[]) => ({ measured: { rows } }) as EnergyModelOption
    const once = estimateAnswerEnergy({ name: 'our-model' }, tokens, ours([row]))!
    expect(once.basis).toBe('measured-elsewhere')
    const twice = { ...row, nearBatch64: { joulesPerOutputToken: 2, batch: 64 } }
    expect(estimateAnswerEnergy({ name: 'our-model' }, tokens, ours([twice]))!.midWh / once.midWh).toBeCloseTo(2, 1)
    expect(estimateAnswerEnergy({ name: 'llama-3.1-8b-instruct' }, tokens, ours([]))).toBeNull()
  })

  test('disclosed figures too', () => {
    const figures = [{ models: ['our-model'], whPerAnswer: 0.1, source: 'us', date: '2026-11' }]
    const energy = estimateAnswerEnergy(
      { name: 'Our-Model' },
      { inputTokens: 100, outputTokens: 500 },
      { disclosed: { figures } },
    )
    expect(energy).toMatchObject({ basis: 'disclosed', midWh: expect.closeTo(0.1, 12) })
  })
})

test('a changed table does not pass for the one it came from', () => {
  expect(readEnergyModel({})!.name).toBe('2026-11')
  expect(readEnergyModel({ base: '2026-11' })!.name).toBe('2026-11')
  expect(readEnergyModel({ stack: { mid: 1.5 } })!.name).toBe('2026-11, changed')
  expect(readEnergyModel({ stack: { mid: 1.5 }, name: 'lean' })!.name).toBe('lean')
})

test.each([
  ['2026-10', /energyModel does not know "2026-10". Did you mean "2026-11"\? Known: seed, 2026-11/],
  ['constructor', /Known: seed, 2026-11/],
  [{ base: 'seed' }, /energyModel\.base must be a table/],
  [{ base: '2025' }, /energyModel\.base/],
  [{ stak: {} }, /unknown key "stak". Did you mean "stack"/],
  [{ stack: { mid: 9 } }, /energyModel\.stack must be in order/],
  [{ output: { error: { low: 2 } } }, /energyModel\.output\.error must be in order: 2 ≤ 1/],
  [{ output: { joules: '0.1' } }, /energyModel\.output\.joules/],
  [{ output: { weightExponent: 3 } }, /weightExponent must be a finite number from 0 to 2/],
  [{ output: { contextTokens: 0 } }, /contextTokens/],
  [{ input: { joules: 5 } }, /energyModel\.input\.joules must be a plain object/],
  [{ tokens: { difficulty: [1, 2, 3] } }, /an array of 5 numbers/],
  [{ tokens: { thought: [1, 2, 3, 4, Number.NaN] } }, /thought\[4\]/],
  [{ tokens: { effort: { medium: 1e308 } } }, /effort\.medium/],
  [{ disclosed: { figures: [{ models: ['a'] }] } }, /figures\[0\] needs models, whPerAnswer, source and date/],
  [{ disclosed: { figures: {} } }, /an array of disclosed figures/],
  [{ measured: { rows: {} } }, /measured\.rows must be an array of measurements/],
  [{ measured: { rows: [null] } }, /rows\[0\] must be a plain object/],
  [{ measured: { rows: [{ model: 'a', task: 'chat' }] } }, /rows\[0\] needs gpu, weightBits/],
  [{ measured: { rows: [{ gpu: 'H200' }] } }, /rows\[0\]\.gpu does not know "H200"/],
  [{ name: '' }, /energyModel\.name/],
  [JSON.parse('{"__proto__": {"stack": {"mid": 1}}}'), /unknown key "__proto__"/],
  [null, /"seed", "2026-11" or a table/],
  [['2026-11'], /"seed", "2026-11" or a table/],
])('%j is refused', (option, message) => {
  expect(() => readEnergyModel(option as never)).toThrow(
    expect.objectContaining({ code: 'invalid-option', message: expect.stringMatching(message) }),
  )
})
