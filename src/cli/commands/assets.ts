/** `greenrouting assets`: copies what a page needs into a folder that a website serves. */
import { copyFile, mkdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ModelManifest, parseManifest } from '../../engine/manifest.ts'
import type { Arguments } from '../args.ts'
import { Failure, fileFailure, usageFailure } from '../failure.ts'
import { print } from '../output.ts'
import type { PackageFiles, Surroundings } from '../surroundings.ts'

export async function assets({ operands }: Arguments, { cwd, files, stdout }: Surroundings): Promise<number> {
  const [folder] = operands
  if (folder === undefined || folder === '' || operands.length > 1) {
    throw usageFailure('assets takes one folder, such as public/greenrouting.')
  }
  const target = resolve(cwd, folder)
  const copies = [...(await listAssets(files))].map(([path, source]) => ({ path, source, to: join(target, path) }))
  // All before the first copy, so that a refusal leaves nothing half done.
  for (const { to } of copies) await makeRoom(to)
  let total = 0
  for (const { path, source, to } of copies) {
    const bytes = await copy(fileURLToPath(source), to)
    total += bytes
    await print(stdout, `${join(folder, path)}  ${formatSize(bytes)}\n`)
  }
  const address = addressOf(relative(cwd, target), target)
  await print(
    stdout,
    `\nCopied ${formatSize(total)} into ${folder}. Serve the folder and pass its address:\n` +
      `  loadPretrained({ assets: '${address}' })\nCopy again after every update of the package.\n`,
  )
  return 0
}

const WORKERS = ['wasm', 'webgpu', 'hub-wasm', 'hub-webgpu'].map(entry => `worker-${entry}.js`)

/** The layout that `loadPretrained({ assets })` reads, each path with the file that belongs there. */
async function listAssets({ code, runtime, model }: PackageFiles): Promise<ReadonlyMap<string, URL>> {
  const manifest = await readManifest(new URL('manifest.json', model))
  return new Map([
    ...WORKERS.map((name): [string, URL] => [name, new URL(name, code)]),
    ['ort-wasm-simd-threaded.wasm', new URL('ort-wasm-simd-threaded.wasm', runtime)],
    ['ort-wasm-simd-threaded.jspi.wasm', new URL('ort-wasm-simd-threaded.jspi.wasm', runtime)],
    ...['manifest.json', ...Object.keys(manifest.files)].map((path): [string, URL] => [
      `model/${path}`,
      new URL(path, model),
    ]),
  ])
}

async function readManifest(url: URL): Promise<ModelManifest> {
  const text = await readFile(url, 'utf8').catch(cause => {
    throw fileFailure('read', fileURLToPath(url), cause)
  })
  return parseManifest(JSON.parse(text), url.href)
}

/** Makes the folder of a file; an older copy there may be replaced, and nothing else. */
async function makeRoom(path: string): Promise<void> {
  const folder = dirname(path)
  await makeFolder(folder).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === 'EEXIST' || cause.code === 'ENOTDIR'
      ? new Failure(`${folder} is no folder: a file of that name is in the way, and was left alone.`, 1, cause)
      : fileFailure('create', folder, cause)
  })
  const existing = await stat(path).catch(() => undefined)
  if (existing && !existing.isFile()) throw new Failure(`${path} is in the way: it is no file, and was left alone.`)
}

/** One level at a time: on a file system that refuses folders, Node's own recursion never ends. */
async function makeFolder(folder: string): Promise<void> {
  const existing = await stat(folder).catch(() => undefined)
  if (existing?.isDirectory()) return
  if (dirname(folder) !== folder) await makeFolder(dirname(folder))
  await mkdir(folder)
}

/** Returns the size. */
async function copy(source: string, target: string): Promise<number> {
  try {
    await copyFile(source, target)
    return (await stat(target)).size
  } catch (cause) {
    throw fileFailure('copy', (cause as NodeJS.ErrnoException).code === 'ENOENT' ? source : target, cause)
  }
}

/** A guess at the address: most websites serve public/ or static/ from their root. */
function addressOf(path: string, target: string): string {
  const parts = path.split(sep)
  if (parts[0] === '..' || parts[0] === '') return `/${basename(target)}/`
  const served = ['public', 'static'].includes(parts[0]!) ? parts.slice(1) : parts
  return ['', ...served, ''].join('/')
}

function formatSize(bytes: number): string {
  return bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.ceil(bytes / 1e3)} kB`
}
