/** A page's script as an app's bundler makes it: one file with all that it imports, of this package the built files. */
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { repository } from './fixtures.ts'

const bundles = new Map<string, Promise<string>>()

/** The code of `e2e/pages/NAME.ts`, to be served from the folder of the built package, where its workers lie. */
export function bundlePage(name: string): Promise<string> {
  const known = bundles.get(name) ?? bundle(name)
  bundles.set(name, known)
  return known
}

async function bundle(name: string): Promise<string> {
  const build = await rolldown({ input: join(repository, `e2e/pages/${name}.ts`), platform: 'browser' })
  const { output } = await build.generate({ format: 'esm', minify: false, codeSplitting: false })
  await build.close()
  return output[0].code
}
