/** Made by `npm run catalog` from src/catalog/facts/: change those. */
import type { ModelNames } from '../tables.ts'

export const MODEL_NAMES: ModelNames = {
 "gpt-4o": [
  "gpt-4o-2024-08-06"
 ],
 "gpt-4o-mini": [
  "gpt-4o-mini-2024-07-18"
 ],
 "gpt-4.1": [
  "gpt-4.1-2025-04-14"
 ],
 "gpt-4.1-mini": [
  "gpt-4.1-mini-2025-04-14"
 ],
 "gpt-4.1-nano": [
  "gpt-4.1-nano-2025-04-14"
 ],
 "o3": [
  "o3-2025-04-16"
 ],
 "o4-mini": [
  "o4-mini-2025-04-16"
 ],
 "gpt-5": [
  "gpt-5-2025-08-07"
 ],
 "gpt-5-mini": [
  "gpt-5-mini-2025-08-07"
 ],
 "gpt-5-nano": [
  "gpt-5-nano-2025-08-07"
 ],
 "gpt-5.2": [
  "gpt-5.2-2025-12-11"
 ],
 "gpt-5.4": [
  "gpt-5.4-2026-03-05"
 ],
 "gpt-5.4-mini": [
  "gpt-5.4-mini-2026-03-17"
 ],
 "gpt-5.4-nano": [
  "gpt-5.4-nano-2026-03-17"
 ],
 "gpt-5.5": [],
 "gpt-oss-20b": [],
 "gpt-oss-120b": [],
 "claude-3.5-haiku": [
  "claude-3-5-haiku-20241022",
  "claude-3-5-haiku-latest"
 ],
 "claude-3.5-sonnet": [
  "claude-3-5-sonnet-20241022",
  "claude-3-5-sonnet-latest"
 ],
 "claude-3.7-sonnet": [
  "claude-3-7-sonnet-20250219",
  "claude-3-7-sonnet-latest"
 ],
 "claude-sonnet-4": [
  "claude-sonnet-4-20250514",
  "claude-4-sonnet-20250514",
  "claude-sonnet-4-0"
 ],
 "claude-opus-4": [
  "claude-opus-4-20250514",
  "claude-4-opus-20250514",
  "claude-opus-4-0"
 ],
 "claude-opus-4.1": [
  "claude-opus-4-1-20250805",
  "claude-4-1-opus-20250805"
 ],
 "claude-haiku-4.5": [
  "claude-haiku-4-5-20251001"
 ],
 "claude-sonnet-4.5": [
  "claude-sonnet-4-5-20250929"
 ],
 "claude-opus-4.5": [
  "claude-opus-4-5-20251101"
 ],
 "claude-sonnet-4.6": [],
 "claude-opus-4.6": [],
 "claude-opus-4.8": [],
 "claude-sonnet-5": [],
 "gemini-2.0-flash": [
  "gemini-2.0-flash-001"
 ],
 "gemini-2.0-flash-lite": [
  "gemini-2.0-flash-lite-001"
 ],
 "gemini-2.5-flash-lite": [],
 "gemini-2.5-flash": [
  "gemini-2.5-flash-06-05"
 ],
 "gemini-2.5-pro": [
  "gemini-2.5-pro-06-05"
 ],
 "gemini-3-flash-preview": [],
 "gemini-3-pro-preview": [
  "gemini-3-pro-preview-11-2025"
 ],
 "gemini-3.1-pro-preview": [],
 "gemini-3.1-flash-lite": [
  "gemini-3.1-flash-lite-preview"
 ],
 "gemini-3.5-flash": [],
 "gemma-3-1b-it": [],
 "gemma-3-4b-it": [],
 "gemma-3-12b-it": [],
 "gemma-3-27b-it": [],
 "gemma-4-31b-it": [],
 "llama-3.2-3b-instruct": [],
 "llama-3.1-8b-instruct": [
  "meta-llama-3.1-8b-instruct-turbo",
  "meta-llama-3.1-8b-instruct",
  "llama-3.1-8b-instant"
 ],
 "llama-3.1-70b-instruct": [
  "meta-llama-3.1-70b-instruct-turbo",
  "meta-llama-3.1-70b-instruct"
 ],
 "llama-3.1-405b-instruct": [
  "meta-llama-3.1-405b-instruct-turbo",
  "meta-llama-3.1-405b-instruct"
 ],
 "llama-3.3-70b-instruct": [
  "llama-3.3-70b-instruct-turbo",
  "llama-3.3-70b-versatile"
 ],
 "llama-4-scout": [
  "llama-4-scout-17b-instruct",
  "meta-llama/Llama-4-Scout-17B-16E-Instruct"
 ],
 "llama-4-maverick": [
  "llama-4-maverick-17b-128e-instruct-fp8",
  "llama-4-maverick-17b-instruct",
  "llama4-maverick-instruct-basic",
  "meta-llama/Llama-4-Maverick-17B-128E-Instruct"
 ],
 "qwen2.5-7b-instruct": [
  "qwen2.5-7b-instruct-turbo",
  "qwen-2.5-7b-instruct"
 ],
 "qwen2.5-72b-instruct": [
  "qwen2.5-72b-instruct-turbo",
  "qwen-2.5-72b-instruct"
 ],
 "qwen3-32b": [],
 "qwen3-30b-a3b": [],
 "qwen3-235b-a22b-instruct-2507": [
  "qwen3-235b-a22b-2507"
 ],
 "qwen3-235b-a22b-thinking-2507": [],
 "qwen3-next-80b-a3b-instruct": [],
 "qwen3.6-27b": [],
 "mistral-small-3.2-24b": [
  "mistral-small-2506",
  "mistral-small-3.2-24b-instruct",
  "mistralai/Mistral-Small-3.2-24B-Instruct-2506"
 ],
 "mistral-large-2": [
  "mistral-large-2411",
  "mistral-large-instruct-2411"
 ],
 "deepseek-v3": [
  "deepseek/deepseek-chat"
 ],
 "deepseek-v3.1": [
  "deepseek-chat-v3.1"
 ],
 "deepseek-v3.2-exp": [],
 "deepseek-r1": [],
 "deepseek-r1-0528": [],
 "deepseek-v4-flash": [],
 "deepseek-v4-pro": [],
 "phi-4": [],
 "phi-4-mini": [
  "phi-4-mini-instruct"
 ],
 "kimi-k2-instruct": [
  "kimi-k2-0711-preview",
  "kimi-k2-0711",
  "moonshotai/kimi-k2"
 ],
 "glm-4.6": [],
 "nova-micro": [
  "nova-micro-v1",
  "amazon.nova-micro-v1:0"
 ],
 "nova-lite": [
  "nova-lite-v1",
  "amazon.nova-lite-v1:0"
 ]
}
