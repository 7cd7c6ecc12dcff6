/** A page's script as an app's bundler makes it: one file with all that it imports, of this package the built files. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { repository } from './fixtures.ts'

const bundles = new Map<string, Promise<string>>()

/** The code of `e2e/pages/NAME.ts`, to be served from the folder of the built package, where its workers lie. */
export function bundlePage(name: string): Promise<string> {
  const known = bundles.get(name) ?? bundle(join(repository, `e2e/pages/${name}.ts`))
  bundles.set(name, known)
  return known
}

/** The same of code that lies in no file. */
export function bundleCode(name: string, code: string): Promise<string> {
  // Inside the package, so that it finds its dependencies and itself.
  const folder = join(repository, '.cache/pages')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${name}.ts`)
  writeFileSync(file, code)
  return bundle(file)
}

async function bundle(input: string): Promise<string> {
  const build = await rolldown({ input, platform: 'browser' })
  const { output } = await build.generate({ format: 'esm', minify: false, codeSplitting: false })
  await build.close()
  return output[0].code
}
