/**
 * Checks the facts of the catalogue (`src/catalog/facts/`) and writes the modules made from them; `--check` only says
 * whether they are up to date, `--table` prints what the catalogue leads to, for docs/catalog.md.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { generate } from './catalog/generate.js'
import { tables } from './catalog/table.js'
import { root } from './stale.js'

const flags = process.argv.slice(2)
const onlyCheck = flags.includes('--check')
try {
  const unknown = flags.find(flag => !['--check', '--table'].includes(flag))
  if (unknown !== undefined) throw new Error(`no option ${unknown}; there are --check and --table.`)
  const files = Object.entries(await generate())
  const stale = files.filter(([path, text]) => read(join(root, path)) !== text)
  if (onlyCheck) {
    if (stale.length > 0)
      throw new Error(`not up to date: ${stale.map(([path]) => path).join(', ')}. Run npm run catalog.`)
  } else {
    for (const [path, text] of stale) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
  }
  if (flags.includes('--table')) console.log(await tables())
  else
    console.log(stale.length === 0 ? 'the catalogue is up to date' : `wrote ${stale.map(([path]) => path).join(', ')}`)
} catch (error) {
  console.error(`error: ${error.message}`)
  process.exitCode = 1
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
