import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isGreenRoutingError } from '../core/errors.ts'
import { exampleManifest } from './manifest.fixture.ts'
import { parseHeadManifest, parseManifest, requiredFiles } from './manifest.ts'

const sound = { capabilityTemperature: 1, lengthTemperature: 1 }
const withConfidence = (change: object) => ({
  ...sound,
  confidence: { scale: 1.2, shift: 0.3, abstainBelow: 0.5, ...change },
})

describe('parseManifest', () => {
  it('returns a good manifest as it is', () => {
    const manifest = exampleManifest()
    expect(parseManifest(manifest, 'here')).toBe(manifest)
    expect(requiredFiles(manifest, 'webgpu')).toEqual(['tokenizer.json', 'head.onnx', 'onnx/model_webgpu.onnx'])
  })

  it.each([
    ['format', { format: 2 }, /newer version/],
    ['head', { head: 'other.onnx' }, /other\.onnx/],
    ['hiddenSize', { hiddenSize: Number.NaN }, /above 0/],
    ['truncation.headTokens', { truncation: { maxTokens: 10, headTokens: 10 } }, /tail/],
    [
      'outputs.capabilities',
      { outputs: { capabilities: ['math'], lengths: ['short', 'medium', 'long'] } },
      /must list/,
    ],
    ['calibration.lengthTemperature', { calibration: { capabilityTemperature: 1, lengthTemperature: 0 } }, /above 0/],
    ['calibration.confidence', { calibration: { ...sound, confidence: 0.9 } }, /an object/],
    ['calibration.confidence.scale', { calibration: withConfidence({ scale: '1' }) }, /finite/],
    ['calibration.confidence.lead', { calibration: withConfidence({ lead: Number.POSITIVE_INFINITY }) }, /finite/],
    ['calibration.confidence.skill', { calibration: withConfidence({ skill: null }) }, /finite/],
    ['calibration.confidence.shift', { calibration: withConfidence({ shift: Number.NaN }) }, /finite/],
    ['calibration.confidence.abstainBelow', { calibration: withConfidence({ abstainBelow: 2 }) }, /0 to 1/],
    ['files', { files: { '\\\\evil.test\\x': { bytes: 1, sha256: '0'.repeat(64) } } }, /leaves the folder/],
    ['files', { files: { 'a/%2e%2e/%2e%2e/x': { bytes: 1, sha256: '0'.repeat(64) } } }, /leaves the folder/],
    ['files', { files: { '../secret': { bytes: 1, sha256: '0'.repeat(64) } } }, /leaves the folder/],
    ['files', { files: { 'head.onnx': { bytes: 1, sha256: 'ABC' } } }, /64 lower-case/],
  ])('refuses a bad %s by name and address', (field, change, problem) => {
    const parse = () => parseManifest({ ...exampleManifest(), ...change }, 'https://x.test/manifest.json')
    expect(parse).toThrow(problem)
    expect(parse).toThrow(field)
    expect(parse).toThrow('https://x.test/manifest.json')
  })

  it('lets only its own error out, whatever JSON comes in', () => {
    const mutated = fc
      .tuple(fc.constantFrom(...Object.keys(exampleManifest())), fc.jsonValue())
      .map(([key, value]) => ({ ...exampleManifest(), [key]: value }))
    fc.assert(
      fc.property(fc.oneof(fc.anything(), mutated), value => {
        try {
          parseManifest(value, 'here')
        } catch (error) {
          expect(isGreenRoutingError(error) && error.code).toBe('manifest-invalid')
        }
      }),
    )
  })
})

describe('parseHeadManifest', () => {
  const { encoders: _, tokenizer: __, truncation: ___, ...head } = exampleManifest()

  it('takes a head without an encoder, and a whole model for its head', () => {
    for (const manifest of [head, { ...head, embedding: { pooling: 'cls', normalize: true, prefix: 'query: ' } }]) {
      expect(parseHeadManifest(manifest, 'here')).toBe(manifest)
    }
    const whole = exampleManifest()
    expect(parseHeadManifest(whole, 'here')).toBe(whole)
    expect(() => parseManifest(head, 'here')).toThrow('encoders must be an object')
  })

  it.each([
    ['head', { head: 'other.onnx' }],
    ['hiddenSize', { hiddenSize: 0 }],
    ['truncation.headTokens', { truncation: { maxTokens: 10, headTokens: 10 } }],
    ['embedding', { embedding: 'mean' }],
    ['embedding.pooling', { embedding: { pooling: 'max' } }],
    ['embedding.normalize', { embedding: { normalize: 1 } }],
    ['embedding.prefix', { embedding: { prefix: null } }],
  ])('refuses a bad %s by name and address', (field, change) => {
    const parse = () => parseHeadManifest({ ...head, ...change }, 'https://x.test/manifest.json')
    expect(parse).toThrow(`https://x.test/manifest.json: ${field} `)
  })
})
