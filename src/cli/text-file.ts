/** A file that is read whole. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure, fileFailure } from './failure.ts'

/** Its text without a byte order mark; `instead` says what a folder is no use for. */
export async function readTextFile(path: string, cwd: string, instead: string): Promise<string> {
  const text = await readFile(resolve(cwd, path), 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'EISDIR'
      ? new Failure(`cannot read ${path}: it is a folder; ${instead}.`, 1, cause)
      : fileFailure('read', path, cause)
  })
  return text.replace(/^\uFEFF/, '')
}

export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Failure(`${path} is not JSON: ${(cause as Error).message}`, 1, cause)
  }
}

/** Whole or not at all: a reader never sees half of it, and a failure leaves what was there. */
export async function writeTextFile(path: string, cwd: string, text: string): Promise<void> {
  const target = resolve(cwd, path)
  const draft = `${target}.${process.pid}.tmp`
  try {
    await writeFile(draft, text)
    await rename(draft, target)
  } catch (cause) {
    await rm(draft, { force: true })
    throw fileFailure('write', path, cause)
  }
}
