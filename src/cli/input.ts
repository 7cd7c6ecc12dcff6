/** Where queries come from: a file or standard input. */
import { type FileHandle, open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { Failure, fileFailure } from './failure.ts'
import type { Surroundings } from './surroundings.ts'

/** The name that means standard input or output. */
export const STANDARD = '-'

/** Opens the input, and refuses an output that is the same file: writing would empty it before it is read. */
export async function openInput(
  path: string,
  output: string,
  { stdin, cwd }: Pick<Surroundings, 'stdin' | 'cwd'>,
): Promise<Readable> {
  if (path === STANDARD) return stdin
  const handle = await open(resolve(cwd, path)).catch(cause => {
    throw fileFailure('read', path, cause)
  })
  try {
    await check(handle, path, output === STANDARD ? undefined : resolve(cwd, output))
    return handle.createReadStream()
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function check(input: FileHandle, path: string, output: string | undefined): Promise<void> {
  const from = await input.stat()
  if (from.isDirectory()) throw new Failure(`cannot read ${path}: it is a folder.`)
  if (output === undefined || !from.isFile()) return
  const to = await stat(output).catch(() => undefined)
  if (to?.ino === from.ino && to.dev === from.dev) {
    throw new Failure(`--input and --output are the same file, ${path}: it would be emptied before it is read.`, 2)
  }
}
