/** Whether an answer is JSON of the asked-for shape. */
import { GreenRoutingError } from '../core/errors.ts'
import type { EscalationOptions, StandardSchema } from './contracts.ts'

/** Models wrap JSON in a block of code, asked or not. */
const FENCED = /^```(?:json)?\s*\n([\s\S]*?)\n?```$/i

/** Returns what an answer lacks, or undefined. The validator is fetched while the answer comes. */
export function schemaCheck(
  schema: NonNullable<EscalationOptions['schema']>,
): (content: string) => Promise<string | undefined> {
  const validator = isStandard(schema) ? undefined : import('./json-schema.ts')
  validator?.catch(() => undefined)
  return async content => {
    const text = content.trim()
    let value: unknown
    try {
      value = JSON.parse(FENCED.exec(text)?.[1] ?? text)
    } catch {
      return 'the answer is not JSON'
    }
    const complaint = isStandard(schema) ? await standardComplaint(schema, value) : await jsonComplaint(schema, value)
    return complaint === undefined ? undefined : `the answer is not of the asked-for shape: ${complaint}`
  }
}

const isStandard = (schema: NonNullable<EscalationOptions['schema']>): schema is StandardSchema =>
  typeof (schema as Partial<StandardSchema>)['~standard']?.validate === 'function'

async function standardComplaint(schema: StandardSchema, value: unknown): Promise<string | undefined> {
  const { issues } = await schema['~standard'].validate(value)
  return issues === undefined ? undefined : (issues[0]?.message ?? 'it was refused')
}

async function jsonComplaint(schema: Readonly<Record<string, unknown>>, value: unknown): Promise<string | undefined> {
  const { firstComplaint } = await import('./json-schema.ts')
  try {
    return firstComplaint(schema, value)
  } catch (cause) {
    throw new GreenRoutingError('invalid-option', `escalate.schema is no JSON Schema: ${(cause as Error).message}`, {
      details: { path: 'escalate.schema' },
      cause,
    })
  }
}
