/** The wire formats by the name that options use. */
import { anthropic } from './anthropic.ts'
import type { ApiFormat, Wire } from './contracts.ts'
import { google } from './google.ts'
import { openaiCompatible } from './openai-compatible.ts'

export const WIRES: Readonly<Record<ApiFormat, Wire>> = { openai: openaiCompatible, anthropic, google }
