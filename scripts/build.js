/**
 * Builds the library into dist/ and the demo into site/.
 * `--if-stale` does nothing when both are newer than every source; `--library` leaves the demo out.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { rolldown } from 'rolldown'
import { isStale, root, STAMP } from './stale.js'
import { thirdPartyLicences } from './third-party.js'

const { exports, peerDependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const flags = new Set(process.argv.slice(2))
process.chdir(root)
const sources = ['src', 'models/default', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.base.json']
if (!flags.has('--if-stale') || isStale(sources, 'dist')) await buildLibrary()
if (
  !flags.has('--library') &&
  (!flags.has('--if-stale') || isStale([`dist/${STAMP}`, 'demo', 'public', 'vite.config.ts'], 'site'))
) {
  await buildDemo()
}

async function buildLibrary() {
  say('building the library')
  rmSync('dist', { recursive: true, force: true })
  mkdirSync('dist')
  await bundle({ input: entries() })
  for (const entry of ['wasm', 'webgpu', 'hub-wasm', 'hub-webgpu']) {
    const name = `worker-${entry}`
    await bundle({ input: { [name]: `src/engine/${name}.ts` }, minify: true, self: `${name}.js` })
  }
  await bundle({ input: { cli: 'src/cli/main.ts' }, platform: 'node', self: 'cli.js' })
  chmodSync('dist/cli.js', 0o755)
  for (const file of ['ort-wasm-simd-threaded.wasm', 'ort-wasm-simd-threaded.jspi.wasm']) {
    cpSync(`node_modules/onnxruntime-web/dist/${file}`, `dist/${file}`)
  }
  cpSync('models/default', 'dist/model', { recursive: true })
  execFileSync(
    process.execPath,
    [
      'node_modules/typescript/bin/tsc',
      '-b',
      '--force',
      'src/core',
      'src/catalog',
      'src/importers',
      'src/providers',
      'src/engine',
      'src',
    ],
    { stdio: ['ignore', 2, 2] },
  )
  writeFileSync('dist/THIRD-PARTY-LICENCES.txt', thirdPartyLicences())
  writeFileSync(`dist/${STAMP}`, '')
}

/** What the package offers: `./dist/types/adapters/openai.d.ts` is src/adapters/openai.ts, and `./dist/openai.js` its bundle. */
function entries() {
  return Object.fromEntries(
    Object.values(exports)
      .filter(({ types }) => types !== undefined)
      .map(({ types, default: file }) => [
        basename(file, '.js'),
        types.replace('./dist/types/', 'src/').replace(/\.d\.ts$/, '.ts'),
      ]),
  )
}

/** One rolldown run. `self` is the name under which an inlined ONNX Runtime looks for its own script. */
async function bundle({ input, minify = false, platform = 'browser', self }) {
  const build = await rolldown({
    input,
    platform,
    // Optional: imported by name from an app that has it.
    external: Object.keys(peerDependencies),
    plugins: [quotedImports(), ...(self ? [runtimeSelfAddress(self)] : [])],
  })
  await build.write({
    dir: 'dist',
    format: 'esm',
    minify,
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    sourcemap: false,
  })
  await build.close()
}

/** The minifier writes names as templates; not every tool downstream takes one for the name that it is. */
function quotedImports() {
  return {
    name: 'quoted-imports',
    generateBundle(_, files) {
      for (const file of Object.values(files)) {
        if (file.type === 'chunk') file.code = file.code.replace(/\bimport\(`([^`$\\]+)`\)/g, "import('$1')")
      }
    },
  }
}

/**
 * The inlined ONNX Runtime looks for its own script under its old name. Its address is now the file it was bundled into;
 * written as a literal, a bundler of our users would carry the whole file along a second time.
 */
function runtimeSelfAddress(file) {
  const literal = /new URL\(\s*["'`]ort\.(?:wasm|jspi)\.bundle\.min\.mjs["'`],\s*import\.meta\.url\s*\)\.href/g
  return {
    name: 'runtime-self-address',
    renderChunk: code =>
      code.replaceAll(literal, 'import.meta.url').replaceAll(/ort\.(?:wasm|jspi)\.bundle\.min\.mjs/g, `./${file}`),
  }
}

async function buildDemo() {
  say('building the demo')
  const { build } = await import('vite')
  await build({ logLevel: 'warn' })
  writeFileSync(`site/${STAMP}`, '')
}

function say(what) {
  process.stderr.write(`${what} …\n`)
}
