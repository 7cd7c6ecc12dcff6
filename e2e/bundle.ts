/** A page's script as an app's bundler makes it: one file with the stack's real package and ours in it. */
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { repository } from './fixtures.ts'

const bundles = new Map<string, Promise<string>>()

/** The code of `pages/<name>.ts`, bundled once a process. */
export function bundlePage(name: string): Promise<string> {
  const bundled = bundles.get(name) ?? bundle(name)
  bundles.set(name, bundled)
  return bundled
}

async function bundle(name: string): Promise<string> {
  const build = await rolldown({
    input: join(repository, 'e2e/pages', `${name}.ts`),
    platform: 'browser',
    plugins: [
      {
        name: 'built-package',
        resolveId: id =>
          /^greenrouting(\/|$)/.test(id) ? join(repository, 'dist', `${id.split('/')[1] ?? 'index'}.js`) : null,
      },
    ],
  })
  const { output } = await build.generate({ format: 'esm', codeSplitting: false })
  await build.close()
  return output[0].code
}
