/** Where answers go: a file or standard output, one line at a time, each handed over before the next is begun. */
import { open } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { fileFailure, isBrokenPipe } from './failure.ts'

export interface LineWriter {
  write(line: string): Promise<void>
  close(): Promise<void>
}

/** Resolves when the text is with the system; rejects when the other end is closed. */
export function print(stream: Writable, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, error => (error ? reject(error) : resolve()))
  })
}

export function streamWriter(stream: Writable): LineWriter {
  return { write: line => print(stream, `${line}\n`), close: async () => undefined }
}

/** Empties the file if there is one. */
export async function fileWriter(path: string, shownAs: string): Promise<LineWriter> {
  const fail = (cause: unknown): never => {
    throw isBrokenPipe(cause) ? cause : fileFailure('write', shownAs, cause)
  }
  const handle = await open(path, 'w').catch(fail)
  return {
    write: line => handle.appendFile(`${line}\n`).catch(fail),
    close: () => handle.close().catch(fail),
  }
}
