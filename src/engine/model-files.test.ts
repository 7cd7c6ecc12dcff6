import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fetchBytes } from './fetch-bytes.ts'
import { exampleManifest } from './manifest.fixture.ts'
import { type FileShelf, memoryShelf } from './model-cache.ts'
import { fetchFiles, loadModelFiles } from './model-files.ts'

/** What the server has, by path; tests change it. */
let site: Record<string, { status?: number; body: string | Buffer; type?: string; breakOff?: boolean }>
let requests: string[]
let server: Server
let folder: string
let cache: FileShelf

const describeFile = (body: string) => ({
  bytes: Buffer.byteLength(body),
  sha256: createHash('sha256').update(body).digest('hex'),
})
const contents = {
  'tokenizer.json': '{"tokenizer":true}',
  'head.onnx': 'head bytes',
  'onnx/model_quantized.onnx': 'encoder bytes '.repeat(10_000),
}

beforeEach(async () => {
  const files = Object.fromEntries(Object.entries(contents).map(([path, body]) => [path, describeFile(body)]))
  site = { 'manifest.json': { body: JSON.stringify(exampleManifest(files)) } }
  for (const [path, body] of Object.entries(contents)) site[path] = { body }
  requests = []
  cache = memoryShelf()
  server = createServer((request, response) => {
    const path = request.url!.slice('/model/'.length)
    requests.push(path)
    const file = site[path]
    if (!file) return void response.writeHead(404).end()
    response.writeHead(file.status ?? 200, { 'content-type': file.type ?? 'application/octet-stream' })
    if (!file.breakOff) return void response.end(file.body)
    response.write('a beginning')
    setImmediate(() => response.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  folder = `http://127.0.0.1:${(server.address() as AddressInfo).port}/model/`
})

/** A client keeps its connections open, which would hold up the close. */
const closeServer = (): Promise<void> =>
  new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

afterEach(closeServer)

const put = (path: string, file: (typeof site)[string]): void => {
  site[path] = file
}

const load = (onBytes: (loaded: number, total: number) => void = () => undefined) =>
  loadModelFiles({ kind: 'folder', url: folder }, 'wasm', { cache, fetchBytes }, onBytes)

describe('loadModelFiles', () => {
  it('brings every file the device needs, checked, with progress that ends at the total', async () => {
    const seen: [number, number][] = []
    const files = await load((loaded, total) => seen.push([loaded, total]))
    expect(
      Object.fromEntries([...files.contents].map(([path, bytes]) => [path, new TextDecoder().decode(bytes)])),
    ).toEqual(contents)
    expect(files.integrity).toBe('verified')
    expect(files.cachedBytes).toBe(0)
    expect(seen.at(-1)![0]).toBe(seen.at(-1)![1])
    expect(seen.every(([loaded], index) => loaded >= (seen[index - 1]?.[0] ?? 0))).toBe(true)
    expect(requests).not.toContain('onnx/model_webgpu.onnx')
  })

  it('asks only for the manifest the second time, and for nothing that is still there when the network is gone', async () => {
    await load()
    requests.length = 0
    expect((await load()).downloadedBytes).toBe(0)
    expect(requests).toEqual(['manifest.json'])
    await closeServer()
    expect((await load()).manifest.name).toBe('example')
  })

  it('one damaged entry in the cache costs one download', async () => {
    await load()
    const key = `sha256-${describeFile(contents['head.onnx']).sha256}`
    const bytes = (await cache.get(key))!.slice()
    bytes[3]! ^= 1
    await cache.put(key, bytes)
    requests.length = 0
    expect((await load()).downloadedBytes).toBe(contents['head.onnx'].length)
    expect(requests.toSorted()).toEqual(['head.onnx', 'manifest.json'])
  })

  it('refuses wrong bytes of the right size, after asking past the HTTP cache once, and keeps the good entries', async () => {
    site['head.onnx'] = { body: 'HEAD BYTES' }
    await expect(load()).rejects.toMatchObject({
      code: 'file-corrupt',
      message: expect.stringContaining(`${folder}head.onnx`),
    })
    expect(requests.filter(path => path === 'head.onnx')).toHaveLength(2)
    site['head.onnx'] = { body: contents['head.onnx'] }
    expect((await load()).integrity).toBe('verified')
  })

  it('an update clears the files of the version before away, and keeps those that stayed', async () => {
    await load()
    const changed = { ...contents, 'head.onnx': 'a better head' }
    const files = Object.fromEntries(Object.entries(changed).map(([path, body]) => [path, describeFile(body)]))
    put('manifest.json', { body: JSON.stringify({ ...exampleManifest(files), version: '2.0.0' }) })
    put('head.onnx', { body: changed['head.onnx'] })
    expect((await load()).downloadedBytes).toBe(changed['head.onnx'].length)
    const kept = (body: string) => cache.get(`sha256-${describeFile(body).sha256}`)
    expect(await kept(contents['head.onnx'])).toBeUndefined()
    expect(await kept(changed['head.onnx'])).toBeDefined()
    expect(await kept(contents['tokenizer.json'])).toBeDefined()
  })

  it('a newer manifest whose files are bad does not replace the one that works', async () => {
    await load()
    site['manifest.json'] = {
      body: JSON.stringify({
        ...exampleManifest({
          ...Object.fromEntries(Object.entries(contents).map(([path, body]) => [path, describeFile(`${body}!`)])),
        }),
        version: '2.0.0',
      }),
    }
    await expect(load()).rejects.toMatchObject({ code: 'file-corrupt' })
    await closeServer()
    expect((await load()).manifest.version).toBe('1.0.0')
  })

  it.each([
    ['a missing folder', () => void delete site['manifest.json'], 'file-not-found', 'manifest.json'],
    [
      'a page instead of the manifest',
      () => put('manifest.json', { body: '<!doctype html>', type: 'text/html' }),
      'manifest-invalid',
      'HTML page',
    ],
    ['a missing file', () => void delete site['head.onnx'], 'file-not-found', 'head.onnx'],
    [
      'a page instead of a file',
      () => put('head.onnx', { body: '<!doctype html>', type: 'text/html' }),
      'file-corrupt',
      'head.onnx',
    ],
    ['a server error', () => put('head.onnx', { status: 503, body: '' }), 'fetch-failed', '503'],
    ['a file cut short', () => put('head.onnx', { body: 'head' }), 'file-corrupt', '4 bytes instead of 10'],
    [
      'a connection that breaks',
      () => put('onnx/model_quantized.onnx', { body: '', breakOff: true }),
      'fetch-failed',
      'onnx/model_quantized.onnx',
    ],
  ])('says what is wrong and where: %s; and works once it is mended', async (_, spoil, code, naming) => {
    const good = { ...site }
    spoil()
    await expect(load()).rejects.toMatchObject({ code, message: expect.stringContaining(naming) })
    site = good
    expect((await load()).contents.size).toBe(3)
  })
})

describe('fetchFiles', () => {
  it('takes a file of unknown digest as it comes, keeps no copy and learns its size on the way', async () => {
    const wanted = ['head.onnx', 'onnx/model_quantized.onnx'].map(path => ({
      path,
      url: folder + path,
      expected: path === 'head.onnx' ? describeFile(contents[path]) : undefined,
    }))
    const seen: [number, number][] = []
    const files = await fetchFiles(wanted, { cache, fetchBytes }, (loaded, total) => seen.push([loaded, total]))
    const all = contents['head.onnx'].length + contents['onnx/model_quantized.onnx'].length
    expect(files).toMatchObject({ integrity: 'unchecked', downloadedBytes: all, cachedBytes: 0 })
    expect(seen.at(-1)).toEqual([all, all])
    expect(seen.every(([loaded, total]) => loaded <= total)).toBe(true)

    requests.length = 0
    const again = await fetchFiles(wanted, { cache, fetchBytes }, () => undefined)
    expect(requests).toEqual(['onnx/model_quantized.onnx'])
    expect(again.cachedBytes).toBe(contents['head.onnx'].length)
  })
})
