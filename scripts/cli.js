/** Runs the command line from a checkout, building it first when it is missing or out of date. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './stale.js'

const build = [join(root, 'scripts/build.js'), '--if-stale', '--library']
const { status } = spawnSync(process.execPath, build, { stdio: ['ignore', 2, 2] })
if (status !== 0) process.exit(status ?? 1)
// npm starts scripts in the package's folder; paths are meant from where the person stands.
process.chdir(process.env.INIT_CWD ?? process.cwd())
await import('../dist/cli.js')
