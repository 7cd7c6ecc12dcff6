/** Runs the command line in this process, on the model of the repository, and keeps what it prints. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import type { ClassifierEngine } from '../classifier-router.ts'
import { fileClassifier } from './node-engine.ts'
import { run } from './run.ts'
import type { PackageFiles } from './surroundings.ts'

const root = new URL('../../', import.meta.url)

export const files: PackageFiles = {
  code: new URL('dist/', root),
  runtime: new URL('node_modules/onnxruntime-web/dist/', root),
  model: new URL('models/default/', root),
  packageJson: new URL('package.json', root),
}

export interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Overrides {
  readonly cwd?: string
  readonly stdin?: string | Uint8Array | Readable
  readonly files?: PackageFiles
  readonly interrupt?: AbortSignal
  /** Called with each piece of standard output; an error it throws is what the write fails with. */
  readonly onStdout?: (text: string) => void
}

/** Loaded once: the tests of a file share it. */
let shared: Promise<ClassifierEngine> | undefined

export async function cli(argv: readonly string[], overrides: Overrides = {}): Promise<Result> {
  const { stdin = '', interrupt = new AbortController().signal } = overrides
  const stdout = collector(overrides.onStdout)
  const stderr = collector()
  const code = await run(argv, {
    stdin: stdin instanceof Readable ? stdin : Readable.from([Buffer.from(stdin)]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    cwd: overrides.cwd ?? process.cwd(),
    debug: false,
    interrupt,
    files: overrides.files ?? files,
    loadClassifier(model) {
      if (!(model instanceof URL) || model.href !== files.model.href) return fileClassifier(model, files.runtime)
      shared ??= fileClassifier(model, files.runtime)
      return shared
    },
  })
  return { code, stdout: stdout.text(), stderr: stderr.text() }
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'greenrouting-'))
}

/** Each non-empty line of JSON Lines. */
// biome-ignore lint/suspicious/noExplicitAny: tests look at fields of all kinds.
export function parseLines(text: string): any[] {
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
}

function collector(onWrite: (text: string) => void = () => undefined) {
  const parts: string[] = []
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      try {
        onWrite(chunk.toString())
        parts.push(chunk.toString())
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
  return { stream, text: () => parts.join('') }
}
