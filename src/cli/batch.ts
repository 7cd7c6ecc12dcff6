/** A file of queries to a file of answers, line by line: memory stays small, and what is written stays written. */
import { resolve } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { openInput, STANDARD } from './input.ts'
import { type Line, readLines } from './lines.ts'
import { fileWriter, type LineWriter, streamWriter } from './output.ts'
import { Progress } from './progress.ts'
import { describeSkipped, isSkippable, readRecord } from './record.ts'
import type { Surroundings } from './surroundings.ts'

/** What a line is answered with, besides its id. */
export type Answer = (text: string) => Promise<object>

/**
 * Answers every line of `input` in order and returns the exit code: 1 if a line was skipped. `prepare` loads what the
 * answers need; it runs after the input was found and before the output is emptied. An interrupt ends it early.
 */
export async function answerLines(
  { input, output = STANDARD }: { readonly input: string; readonly output: string | undefined },
  surroundings: Surroundings,
  prepare: () => Promise<Answer>,
): Promise<number> {
  const { stdout, stderr, cwd, interrupt } = surroundings
  const toStdout = output === STANDARD
  const source = await openInput(input, output, surroundings)
  let writer: LineWriter | undefined
  try {
    const answer = await prepare()
    if (interrupt.aborted) return 0
    writer = toStdout ? streamWriter(stdout) : await fileWriter(resolve(cwd, output), output)
    const progress = new Progress(stderr, toStdout && stdout.isTTY === true)
    const tally = await answerAll(readLines(source, interrupt), answer, writer, progress, interrupt)
    const skipped = tally.skipped > 0 ? `, ${tally.skipped} skipped` : ''
    const stopped = interrupt.aborted ? ', interrupted' : ''
    if (!toStdout || skipped !== '' || stopped !== '') progress.say(`${tally.written} written${skipped}${stopped}`)
    return tally.skipped > 0 ? 1 : 0
  } finally {
    source.destroy()
    await writer?.close()
  }
}

async function answerAll(
  lines: AsyncIterable<Line>,
  answer: Answer,
  writer: LineWriter,
  progress: Progress,
  interrupt: AbortSignal,
): Promise<{ readonly written: number; readonly skipped: number }> {
  let written = 0
  let skipped = 0
  for await (const line of lines) {
    if (interrupt.aborted) break
    if (line.text?.trim() === '') continue
    const result = await answerLine(line, answer)
    if (result instanceof Error) {
      skipped++
      progress.say(describeSkipped(line, result))
    } else {
      await writer.write(JSON.stringify(result))
      written++
    }
    progress.count(written + skipped)
    // Classifying never leaves the microtasks: without a pause no signal would be heard.
    await setImmediate()
  }
  return { written, skipped }
}

/** The error of a bad line is a result: the next lines are answered all the same. */
async function answerLine(line: Line, answer: Answer): Promise<object | Error> {
  try {
    const { id, text } = readRecord(line)
    return { ...id, ...(await answer(text)) }
  } catch (error) {
    if (isSkippable(error)) return error
    throw error
  }
}
