/** Asks for a stream, and the next model where one fails before it has said anything. */
import type { RoutingDecision } from '../../core/contracts.ts'
import type { Answered, ModelPool } from '../model-pool.ts'
import type { CallOptions, RoutableModel } from './contracts.ts'
import { Opening } from './opening.ts'

/** Rejects as the last model that was asked; where that failed in its stream, so does the stream given here. */
export async function askForStream(
  pool: ModelPool<RoutableModel>,
  decision: RoutingDecision,
  options: CallOptions,
): Promise<Answered<Opening>> {
  const { abortSignal } = options
  let failed: Answered<Opening> | undefined
  const giveUp = (): void => {
    failed?.answer.cancel().catch(() => undefined)
    failed = undefined
  }
  const call = async (member: RoutableModel, model: string): Promise<Opening> => {
    giveUp()
    const answer = await Opening.of(member, options)
    if (!answer.failed) return answer
    failed = { model, answer }
    throw new Error('The stream failed before the model had said anything.')
  }
  try {
    return await pool.ask(decision, call, abortSignal)
  } catch (error) {
    if (failed !== undefined && !abortSignal?.aborted) return failed
    giveUp()
    throw error
  }
}
