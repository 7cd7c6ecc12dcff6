/** The eight things a query can ask of a model, in the order of the classifier's outputs. */
export const CAPABILITIES = [
  'reasoning',
  'math',
  'code',
  'knowledge',
  'creative',
  'instruction',
  'multilingual',
  'simple',
] as const

export type Capability = (typeof CAPABILITIES)[number]

/** The same eight by constant name: `Capability.SIMPLE === 'simple'`. */
export const Capability = {
  REASONING: 'reasoning',
  MATH: 'math',
  CODE: 'code',
  KNOWLEDGE: 'knowledge',
  CREATIVE: 'creative',
  INSTRUCTION: 'instruction',
  MULTILINGUAL: 'multilingual',
  SIMPLE: 'simple',
} as const satisfies Record<string, Capability>

/** A number for each capability. */
export type CapabilityRecord = Readonly<Record<Capability, number>>

export function isCapability(value: unknown): value is Capability {
  return (CAPABILITIES as readonly unknown[]).includes(value)
}
