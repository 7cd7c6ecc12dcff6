/** The providers known by name: where they answer and what is particular about them. */
import type { ApiFormat, Quirks } from './contracts.ts'

export interface Preset {
  /** The name for a person. */
  readonly label: string
  readonly apiBase: string
  /** Default `openai`. */
  readonly format?: ApiFormat
  /** Runs on the user's own machine and asks for no key. */
  readonly local?: true
  readonly quirks?: Quirks
}

const NO_USAGE_ASKED: Quirks = { askForUsage: false }

export const PRESETS: Readonly<Record<string, Preset>> = {
  openai: {
    label: 'OpenAI',
    apiBase: 'https://api.openai.com/v1',
    // Its reasoning models refuse max_tokens.
    quirks: { maxTokensField: 'max_completion_tokens' },
  },
  anthropic: { label: 'Anthropic', apiBase: 'https://api.anthropic.com/v1', format: 'anthropic' },
  google: { label: 'Google', apiBase: 'https://generativelanguage.googleapis.com/v1beta', format: 'google' },
  openrouter: {
    label: 'OpenRouter',
    apiBase: 'https://openrouter.ai/api/v1',
    // Always says its usage.
    quirks: { ...NO_USAGE_ASKED, nestedEffort: true },
  },
  groq: { label: 'Groq', apiBase: 'https://api.groq.com/openai/v1' },
  together: { label: 'Together', apiBase: 'https://api.together.xyz/v1' },
  // Refuses stream_options with 422 and says its usage without being asked.
  mistral: { label: 'Mistral', apiBase: 'https://api.mistral.ai/v1', quirks: NO_USAGE_ASKED },
  deepseek: { label: 'DeepSeek', apiBase: 'https://api.deepseek.com' },
  vllm: {
    label: 'vLLM',
    apiBase: 'http://localhost:8000/v1',
    local: true,
  },
  lmstudio: {
    label: 'LM Studio',
    apiBase: 'http://localhost:1234/v1',
    local: true,
  },
  ollama: {
    label: 'Ollama',
    apiBase: 'http://localhost:11434/v1',
    local: true,
  },
}
