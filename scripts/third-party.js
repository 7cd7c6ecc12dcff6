/** The licences of the libraries bundled into dist/, which their terms ask to travel along. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './stale.js'

const BUNDLED = [
  'onnxruntime-web',
  '@huggingface/tokenizers',
  'comlink',
  'idb-keyval',
  'd3-dsv',
  'eventsource-parser',
  '@cfworker/json-schema',
  'pkce-challenge',
]

export function thirdPartyLicences() {
  return BUNDLED.map(name => {
    const folder = join(root, 'node_modules', name)
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    // Some packages name their licence without its text.
    const kept = join(root, 'scripts/licences', `${name.replace('/', '-')}.txt`)
    const file = [...['LICENSE', 'LICENCE', 'LICENSE.txt', 'LICENSE.md'].map(file => join(folder, file)), kept].find(
      existsSync,
    )
    if (!file) throw new Error(`${name} ships no licence text: put one into scripts/licences.`)
    const text = readFileSync(file, 'utf8').trim()
    return `${name} ${version} (${license})\n\n${text}\n`
  }).join(`\n${'-'.repeat(80)}\n\n`)
}
