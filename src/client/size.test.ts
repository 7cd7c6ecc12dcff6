/** What a page pays for the client, as an app's bundler makes it: minified, split, without the router. */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { type OutputChunk, rolldown } from 'rolldown'
import { beforeAll, expect, test } from 'vitest'

/** Bytes, gzip. */
const MOST_AT_FIRST = 14_000
/** With what asking a provider loads besides; what only some callers need, not. */
const MOST_TO_ASK = 30_000

let chunks: ReadonlyMap<string, OutputChunk>

beforeAll(async () => {
  const input = fileURLToPath(new URL('../client.ts', import.meta.url))
  const build = await rolldown({ input, platform: 'browser' })
  const { output } = await build.generate({ format: 'esm', minify: true })
  await build.close()
  chunks = new Map(output.filter(file => file.type === 'chunk').map(chunk => [chunk.fileName, chunk]))
})

/** A file and all that it imports before it can run. */
function withImports(files: Iterable<string>, found = new Set<string>()): ReadonlySet<string> {
  for (const file of files) {
    if (found.has(file)) continue
    found.add(file)
    withImports(chunks.get(file)!.imports, found)
  }
  return found
}

const bytes = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + gzipSync(chunks.get(file)!.code, { level: 9 }).length, 0)

const named = (name: string) => [...chunks.keys()].find(file => file.startsWith(`${name}-`))!

test(`at most ${MOST_AT_FIRST} bytes before the first question`, () => {
  const first = withImports(['client.js'])
  const modules = [...first].flatMap(file => Object.keys(chunks.get(file)!.modules))
  for (const lazy of [
    /load-pretrained/,
    /engine\//,
    /matcher/,
    /fetch-answer/,
    /eventsource-parser/,
    /json-schema/,
    /guard/,
    /pkce/,
  ]) {
    expect(modules.filter(module => lazy.test(module))).toEqual([])
  }
  expect(bytes(first)).toBeLessThanOrEqual(MOST_AT_FIRST)
})

test(`at most ${MOST_TO_ASK} bytes to ask`, () => {
  expect(bytes(withImports(['client.js', named('run')]))).toBeLessThanOrEqual(MOST_TO_ASK)
})
