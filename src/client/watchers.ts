import type { Watcher } from './contracts.ts'

/** What answers can be watched for, by the name that options use. */
export const WATCHERS = ['refusal', 'unsure', 'empty', 'truncated'] as const satisfies readonly Watcher[]
