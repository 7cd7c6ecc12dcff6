/** A manifest like the shipped one, for files a test makes up. */
import { CAPABILITIES } from '../core/capability.ts'
import { OUTPUT_LENGTHS } from '../core/output-lengths.ts'
import type { ManifestFile, ModelManifest } from './manifest.ts'

const nothing: ManifestFile = { bytes: 1, sha256: '0'.repeat(64) }

export function exampleManifest(files: Readonly<Record<string, ManifestFile>> = {}): ModelManifest {
  return {
    format: 1,
    name: 'example',
    version: '1.0.0',
    rubric: '2026-11',
    encoders: { wasm: 'onnx/model_quantized.onnx', webgpu: 'onnx/model_webgpu.onnx' },
    head: 'head.onnx',
    tokenizer: 'tokenizer.json',
    hiddenSize: 4,
    truncation: { maxTokens: 192, headTokens: 128 },
    outputs: { capabilities: [...CAPABILITIES], lengths: [...OUTPUT_LENGTHS] },
    calibration: { capabilityTemperature: 1, lengthTemperature: 1 },
    files: {
      'tokenizer.json': nothing,
      'head.onnx': nothing,
      'onnx/model_quantized.onnx': nothing,
      'onnx/model_webgpu.onnx': nothing,
      ...files,
    },
  }
}
