import { describe, expect, test } from 'vitest'
import { ENERGY_COEFFICIENTS_2026_11, ML_ENERGY_MEASUREMENTS } from '../core/index.ts'
import { accuracyOf, architectureOf, fitBatchExponent, fitOutput, leaveOneModelOut } from './energy-fit.ts'

describe('the coefficients of the table', () => {
  const { output, batch, measured } = ENERGY_COEFFICIENTS_2026_11

  test('are what a fit to the published measurements gives', () => {
    expect(batch.mid).toBe(64)
    expect(fitBatchExponent()).toBeCloseTo(batch.exponent, 2)
    const fit = fitOutput(ML_ENERGY_MEASUREMENTS, batch.exponent)
    expect(fit.joules / output.joules).toBeCloseTo(1, 2)
    expect(fit.activeExponent).toBeCloseTo(output.activeExponent, 2)
    expect(fit.weightExponent).toBeCloseTo(output.weightExponent, 2)
    expect(fit.contextTokens / output.contextTokens).toBeCloseTo(1, 2)
    expect(fit.b200).toBeCloseTo(measured.b200, 2)
  })
})

describe('models the fit has not seen', () => {
  const predictions = leaveOneModelOut()
  const of = (task: 'chat' | 'thinking') =>
    accuracyOf(predictions.filter(({ measurement }) => measurement.task === task))

  test('are all predicted once', () => {
    expect(predictions).toHaveLength(54)
    expect(new Set(predictions.map(({ measurement }) => measurement)).size).toBe(54)
    expect(new Set(ML_ENERGY_MEASUREMENTS.map(architectureOf)).size).toBe(17)
  })

  test.each([
    ['all', accuracyOf(predictions)],
    ['chat', of('chat')],
    ['thinking, thousands of tokens', of('thinking')],
  ])('%s: half within ×1.4, nine in ten within the range', (_, accuracy) => {
    expect(accuracy.medianFactor).toBeLessThanOrEqual(1.4)
    expect(accuracy.inside).toBeGreaterThanOrEqual(0.9)
  })

  test('are really left out: a measurement ten times as high changes nothing of its own prediction', () => {
    const changed = ML_ENERGY_MEASUREMENTS.map(row => {
      if (architectureOf(row) !== 'gemma-3-27b-it') return row
      const { batch, joulesPerOutputToken } = row.nearBatch64
      return { ...row, nearBatch64: { batch, joulesPerOutputToken: 10 * joulesPerOutputToken } }
    })
    const midOf = (rows: readonly (typeof changed)[number][], name: string) =>
      leaveOneModelOut(rows)
        .filter(({ measurement }) => architectureOf(measurement) === name)
        .map(({ midWh }) => midWh)
    expect(midOf(changed, 'gemma-3-27b-it')).toEqual(midOf(ML_ENERGY_MEASUREMENTS, 'gemma-3-27b-it'))
    expect(midOf(changed, 'gemma-3-12b-it')).not.toEqual(midOf(ML_ENERGY_MEASUREMENTS, 'gemma-3-12b-it'))
  })
})
