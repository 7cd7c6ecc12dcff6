/** JSON Schema, in a file of its own so that only who needs it loads it. Without `eval`: pages may forbid that. */
import { type Schema, Validator } from '@cfworker/json-schema'

/** What the value lacks, with the path to it; undefined when it is valid. Throws for a schema that is none. */
export function firstComplaint(schema: Readonly<Record<string, unknown>>, value: unknown): string | undefined {
  const { valid, errors } = new Validator(schema as Schema, '2020-12').validate(value)
  if (valid) return undefined
  // The innermost error says what is wrong, the others that something inside them is.
  const { instanceLocation, error } = errors.at(-1)!
  return `${instanceLocation}: ${error}`
}
