/** A static server for the tests, on a port of its own: counts what is asked for and fails on request. */
import { createReadStream, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.onnx': 'application/octet-stream',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
}

/** Answers instead of the file. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** Which requests: a path, its end, or a pattern. */
export type Which = string | RegExp

export interface ServedRequest {
  readonly path: string
}

export interface StaticServer {
  /** `http://localhost:port`: a secure context. */
  readonly origin: string
  readonly port: number
  /** Requests since the last `forget`, in order. */
  readonly requests: readonly ServedRequest[]
  /**
   * Answers requests for `which` until the returned function is called, which also breaks connections left silent, or
   * `forget` is. The latest wins.
   */
  answer(which: Which, answer: Answer): () => void
  /** Paths asked for that match. */
  asked(which: Which): string[]
  /** Resolves when the next request for `which` arrives. */
  nextRequest(which: Which): Promise<void>
  /** No answers, no memory of requests. */
  forget(): void
  close(): Promise<void>
}

/** `mounts` maps address prefixes, `/` at both ends, to folders; `headers` go with every answer. */
export async function startServer(
  mounts: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<StaticServer> {
  const requests: ServedRequest[] = []
  const answers = new Set<{ which: Which; answer: Answer; given: Set<ServerResponse> }>()
  const waiting = new Set<{ which: Which; resolve: () => void }>()

  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
    requests.push({ path })
    for (const waiter of waiting) {
      if (!matches(waiter.which, path)) continue
      waiting.delete(waiter)
      waiter.resolve()
    }
    // Every request must reach this server, or counting them would mean nothing.
    response.setHeader('cache-control', 'no-store')
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    const special = [...answers].reverse().find(({ which }) => matches(which, path))
    if (special) {
      special.given.add(response)
      special.answer(request, response)
    } else sendFile(locate(mounts, path), response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    origin: `http://localhost:${port}`,
    port,
    requests,
    answer(which, answer) {
      const entry = { which, answer, given: new Set<ServerResponse>() }
      answers.add(entry)
      return () => {
        answers.delete(entry)
        for (const response of entry.given) if (!response.writableEnded) response.destroy()
      }
    },
    asked: which => requests.map(({ path }) => path).filter(path => matches(which, path)),
    nextRequest: which => new Promise(resolve => waiting.add({ which, resolve })),
    forget() {
      requests.length = 0
      answers.clear()
      waiting.clear()
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function matches(which: Which, path: string): boolean {
  return typeof which === 'string' ? path.endsWith(which) : which.test(path)
}

function locate(mounts: Readonly<Record<string, string>>, path: string): string | undefined {
  const prefix = Object.keys(mounts).find(mount => path.startsWith(mount))
  if (prefix === undefined) return undefined
  const inside = normalize(path.slice(prefix.length) || 'index.html')
  if (inside.startsWith('..')) return undefined
  const file = join(mounts[prefix]!, inside)
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined
}

function sendFile(file: string | undefined, response: ServerResponse): void {
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found')
    return
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': statSync(file).size,
  })
  createReadStream(file).pipe(response)
}

export const answers = {
  status:
    (status: number): Answer =>
    (_request, response) =>
      void response.writeHead(status, { 'content-type': 'text/plain' }).end(`status ${status}`),
  body:
    (body: string | Uint8Array, contentType: string): Answer =>
    (_request, response) =>
      void response.writeHead(200, { 'content-type': contentType }).end(body),
  html: (): Answer => answers.body('<!doctype html><title>Not here</title><p>Sorry.', 'text/html; charset=utf-8'),
  /** As when the network goes away in the middle. */
  hangUp: (): Answer => request => void request.socket.destroy(),
  /** Says nothing for ever. */
  silence: (): Answer => () => undefined,
}
