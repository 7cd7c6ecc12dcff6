/** A request's use of the engine: begun in its turn, given up on abort or when its reader leaves, over when the engine is. */
import { orAborted } from '../client/abort.ts'
import type { AbortSignalLike } from '../core/contracts.ts'
import type { Turns } from './turns.ts'

export interface Use<T> {
  start(): Promise<T>
  /** Tells the engine to end early. Called again until it has, since an engine that is about to begin forgets it. */
  stop(): void
  readonly signal?: AbortSignalLike | undefined
}

export interface StreamUse<Piece> extends Use<AsyncIterable<Piece>> {
  /** Told every piece, also those that nobody reads any more; false keeps it from the reader. */
  onPiece(piece: Piece): boolean
  /** Told once when the engine has ended. `whole`: by itself. */
  onEnd(whole: boolean): void
}

/** Between two calls of `stop`, in milliseconds: about a token. */
const STOP_AGAIN_MS = 50

/** Rejects at once when aborted; the next turn begins when the engine has ended nevertheless. */
export async function wholeInTurn<T>(turns: Turns, { start, stop, signal }: Use<T>): Promise<T> {
  const release = await turns.take(signal)
  // One that throws at once rejects as any other.
  const work = (async () => start())()
  const over = settled(work).then(release)
  if (signal === undefined) return work
  const giveUp = (): void => keepStopping(stop, over)
  signal.addEventListener('abort', giveUp)
  void over.then(() => signal.removeEventListener('abort', giveUp))
  return orAborted(work, signal)
}

/** Takes its turn when it is first read, so that a stream nobody reads holds up nobody. */
export async function* streamInTurn<Piece>(turns: Turns, use: StreamUse<Piece>): AsyncGenerator<Piece, void, void> {
  const { signal } = use
  const release = await turns.take(signal)
  const opened = (async () => (await use.start())[Symbol.asyncIterator]())()
  const raced = <T>(work: Promise<T>): Promise<T> => (signal ? orAborted(work, signal) : work)
  let whole = false
  let failed = false
  const fail = (): void => {
    failed = true
  }
  let leaving: Promise<void> | undefined
  const leave = (): void => {
    leaving ??= (whole || failed ? Promise.resolve() : drain(opened, use)).then(() => use.onEnd(whole)).finally(release)
    leaving.catch(() => undefined)
  }
  signal?.addEventListener('abort', leave)
  try {
    opened.catch(fail)
    const source = await raced(opened)
    for (;;) {
      const step = source.next()
      step.catch(fail)
      const { done, value } = await raced(step)
      if (done) break
      if (use.onPiece(value)) yield value
    }
    whole = true
  } finally {
    signal?.removeEventListener('abort', leave)
    leave()
  }
  // What was counted is counted before the reader goes on.
  await leaving
}

/** To its end, so that the engine is free and has said what it took. */
async function drain<Piece>(opened: Promise<AsyncIterator<Piece>>, use: StreamUse<Piece>): Promise<void> {
  const end = (async () => {
    const source = await opened
    for (;;) {
      use.stop()
      const { done, value } = await source.next()
      if (done) return
      use.onPiece(value)
    }
  })()
  keepStopping(use.stop, settled(end))
  await settled(end)
}

function keepStopping(stop: () => void, over: Promise<void>): void {
  stop()
  const timer = setInterval(stop, STOP_AGAIN_MS)
  void over.then(() => clearInterval(timer))
}

const settled = (work: Promise<unknown>): Promise<void> =>
  work.then(
    () => undefined,
    () => undefined,
  )
