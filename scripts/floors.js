/**
 * Moves the floors of models/evaluation/floors.json to the model at hand: its figures on the labelled set, less the
 * margin written there. Run it when a new model lands, and look at what moved before committing.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './stale.js'

const file = join(root, 'models/evaluation/floors.json')
const recorded = JSON.parse(readFileSync(file, 'utf8'))
const { model, figures } = JSON.parse(
  execFileSync(process.execPath, [join(root, 'scripts/cli.js'), 'eval', '--json', '--input', recorded.input], {
    cwd: root,
    env: { ...process.env, INIT_CWD: root },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 2],
    maxBuffer: 1e8,
  }),
)
const moved = {
  ...recorded,
  model: `${model.name} ${model.version}`,
  queries: figures.overall.n,
  atLeast: move(recorded.atLeast, -1),
  atMost: move(recorded.atMost, 1),
}
writeFileSync(file, `${JSON.stringify(moved, null, 2)}\n`)

function move(floors, direction) {
  return Object.fromEntries(
    Object.entries(floors).map(([name, before]) => {
      const after = Math.round((figures.overall[name] + direction * recorded.margin[name]) * 1e3) / 1e3
      console.log(`${name}: measured ${figures.overall[name]}, floor ${before} -> ${after}`)
      return [name, after]
    }),
  )
}
