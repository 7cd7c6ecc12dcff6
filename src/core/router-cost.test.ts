import { describe, expect, test } from 'vitest'
import { breakEven, lessRouterCost, routerCost } from './router-cost.ts'

const saving = { lowWh: 0.1, midWh: 0.2, highWh: 0.4 }

describe('what the router takes', () => {
  test('a download by its bytes, a decision by seconds and watts', () => {
    const cost = routerCost({ downloadedBytes: 10e6, secondsPerDecision: 0.012, watts: 30 })
    // 0.01 GB at 0.114 kWh; 0.36 J.
    expect(cost.download.midWh).toBeCloseTo(1.14, 12)
    expect(cost.decision.midWh).toBeCloseTo(0.0001, 12)
    for (const { lowWh, midWh, highWh } of [cost.download, cost.decision]) {
      expect(lowWh).toBeLessThan(midWh)
      expect(highWh).toBeGreaterThan(midWh)
    }
  })

  test('measured joules have no range of watts', () => {
    expect(routerCost({ downloadedBytes: 0, joulesPerDecision: 3.6 }).decision).toEqual({
      lowWh: 0.001,
      midWh: 0.001,
      highWh: 0.001,
    })
  })

  test('the kind of device and the table count', () => {
    const with_ = (device: 'phone' | 'desktop') => routerCost({ downloadedBytes: 0, secondsPerDecision: 1, device })
    expect(with_('phone').decision.midWh).toBeLessThan(with_('desktop').decision.midWh)
    const energyModel = { kwhPerGb: { low: 0.001, mid: 0.002, high: 0.003 } }
    expect(routerCost({ downloadedBytes: 1e9, joulesPerDecision: 0, energyModel }).download.midWh).toBeCloseTo(2, 12)
  })

  test.each([
    [{ downloadedBytes: 1 }, /one of joulesPerDecision and secondsPerDecision/],
    [{ downloadedBytes: 1, joulesPerDecision: 1, secondsPerDecision: 1 }, /one of/],
    [{ joulesPerDecision: 1 }, /downloadedBytes must be given/],
    [{ downloadedBytes: -1, joulesPerDecision: 1 }, /downloadedBytes/],
    [{ downloadedBytes: 1, joulesPerDecision: 1, energyModel: 'seed' }, /a table/],
    [{ downloadedBytes: 1, joulesPerDecison: 1 }, /Did you mean "joulesPerDecision"/],
  ])('%j is refused', (input, message) => {
    expect(() => routerCost(input as never)).toThrow(message)
  })
})

describe('when it has saved what it took', () => {
  const cost = routerCost({ downloadedBytes: 10e6, joulesPerDecision: 0.36 })

  test('after the download is made up for, at either end', () => {
    const { fewest, likely, most } = breakEven(cost, saving)
    expect(likely).toBe(Math.ceil(1.14 / (0.2 - 0.0001)))
    expect(fewest!).toBeLessThan(likely!)
    expect(most!).toBeGreaterThan(likely!)
    const left = (decisions: number) =>
      lessRouterCost({ lowWh: 0, midWh: decisions * saving.midWh, highWh: 0 }, decisions, cost).midWh
    expect(left(likely!)).toBeGreaterThanOrEqual(0)
    expect(left(likely! - 1)).toBeLessThan(0)
  })

  test('never, where a decision saves no more than it takes', () => {
    expect(breakEven(cost, { lowWh: -1, midWh: 0.00005, highWh: 0.4 })).toMatchObject({ likely: null, most: null })
    expect(breakEven(routerCost({ downloadedBytes: 0, joulesPerDecision: 0 }), saving)).toEqual({
      fewest: 0,
      likely: 0,
      most: 0,
    })
  })

  test('what is left of a saving keeps its order', () => {
    const { lowWh, midWh, highWh } = lessRouterCost({ lowWh: 10, midWh: 20, highWh: 40 }, 100, cost)
    expect(lowWh).toBeLessThan(midWh)
    expect(midWh).toBeCloseTo(20 - 1.14 - 0.01, 12)
    expect(highWh).toBeGreaterThan(midWh)
  })
})
