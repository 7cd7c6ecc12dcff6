/** The licences of the libraries bundled into dist/, which their terms ask to travel along. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './stale.js'

const BUNDLED = ['onnxruntime-web', '@huggingface/tokenizers', 'comlink', 'idb-keyval']

export function thirdPartyLicences() {
  return BUNDLED.map(name => {
    const folder = join(root, 'node_modules', name)
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = ['LICENSE', 'LICENCE', 'LICENSE.txt', 'LICENSE.md', 'license']
      .map(file => join(folder, file))
      .find(existsSync)
    const text = file ? readFileSync(file, 'utf8').trim() : `Licensed under ${license}.`
    return `${name} ${version} (${license})\n\n${text}\n`
  }).join(`\n${'-'.repeat(80)}\n\n`)
}
