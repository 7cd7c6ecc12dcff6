import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CounterFiles, openCounters, passed } from './rapl.ts'

const ROOT = '/sys/class/powercap'

/** A machine with these zones; `energies` gives each reading of a counter in turn, and then the last again. */
function machine(zones: Record<string, { name: string; turn?: string; energies: readonly string[] }>): CounterFiles {
  const readings = new Map<string, number>()
  return {
    list: async () => ['intel-rapl', ...Object.keys(zones)],
    async read(path) {
      const [zone, file] = path.slice(ROOT.length + 1).split('/') as [string, string]
      const { name, turn = '262143328850', energies } = zones[zone]!
      if (file === 'name') return `${name}\n`
      if (file === 'max_energy_range_uj') return `${turn}\n`
      const reading = readings.get(zone) ?? 0
      readings.set(zone, reading + 1)
      return `${energies[Math.min(reading, energies.length - 1)]}\n`
    },
  }
}

const failing = (code: string): CounterFiles => ({
  list: async () => ['intel-rapl:0'],
  async read(path) {
    if (path.endsWith('energy_uj')) throw Object.assign(new Error(`${code}: no`), { code })
    return path.endsWith('name') ? 'package-0' : '1000'
  },
})

async function joulesOf(files: CounterFiles): Promise<number> {
  const counters = await openCounters(files)
  if (!counters.ok) throw new Error(counters.message)
  return (await counters.measure(async () => undefined)).joules
}

describe('the energy counters', () => {
  test('add up packages and memory, and count nothing twice', async () => {
    const two = () =>
      machine({
        'intel-rapl:0': { name: 'package-0', energies: ['0', '1000000', '3000000'] },
        'intel-rapl:0:0': { name: 'core', energies: ['0', '0', '900000'] },
        'intel-rapl:0:1': { name: 'dram', energies: ['0', '500000', '600000'] },
        'intel-rapl:1': { name: 'package-1', energies: ['7', '7', '8'] },
        'intel-rapl:2': { name: 'psys', energies: ['0', '0', '9000000'] },
        'intel-rapl-mmio:0': { name: 'package-0', energies: ['0', '0', '2000000'] },
      })
    const counters = await openCounters(two())
    expect(counters).toMatchObject({ ok: true, domains: ['package-0', 'dram', 'package-1'] })
    expect(await joulesOf(two())).toBeCloseTo(2.100001, 9)
  })

  test('go on over the end of a counter', async () => {
    const energies = ['0', '999000', '500']
    expect(await joulesOf(machine({ 'intel-rapl:0': { name: 'package-0', turn: '1000000', energies } }))).toBeCloseTo(
      0.0015,
      12,
    )
  })

  test('a difference over any turn is what passed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), fc.nat(1e9), fc.nat(1e9), (turn, start, more) => {
        fc.pre(more < turn)
        expect(passed(start % turn, ((start % turn) + more) % turn, turn)).toBe(more)
      }),
    )
  })

  test.each([
    ['EACCES', 'forbidden'],
    ['EPERM', 'forbidden'],
    ['ENOENT', 'absent'],
    ['EIO', 'unreadable'],
  ])('%s is an answer with a reason, not an error: %s', async (code, reason) => {
    expect(await openCounters(failing(code))).toMatchObject({
      ok: false,
      reason,
      message: expect.stringMatching(/counters/),
    })
  })

  test('a machine without them, or with nonsense in them, says so', async () => {
    expect(await openCounters(machine({}))).toMatchObject({ ok: false, reason: 'absent' })
    const nonsense = machine({ 'intel-rapl:0': { name: 'package-0', energies: ['-1'] } })
    expect(await openCounters(nonsense)).toMatchObject({ ok: false, reason: 'unreadable' })
  })

  test('this machine either measures or says why not', async () => {
    const counters = await openCounters()
    if (counters.ok) {
      const { joules, seconds } = await counters.measure(async () => undefined)
      expect(joules).toBeGreaterThanOrEqual(0)
      expect(seconds).toBeGreaterThanOrEqual(0)
    } else {
      expect(['absent', 'forbidden', 'unreadable']).toContain(counters.reason)
    }
  })
})
