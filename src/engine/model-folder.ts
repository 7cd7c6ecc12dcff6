/** Reads the manifest of a model folder; without a network, the one that worked last time. */
import { GreenRoutingError, isGreenRoutingError } from '../core/errors.ts'
import { readKeptManifest } from './kept-manifest.ts'
import { type HeadManifest, type ModelManifest, parseHeadManifest, parseManifest } from './manifest.ts'
import type { FileAccess } from './model-file.ts'

export interface Located<M> {
  readonly manifest: M
  /** Address of every file by path. */
  readonly urls: Readonly<Record<string, string>>
}

/** A manifest is a page of text; more than this is something else. */
const MANIFEST_LIMIT = 1_000_000

export function locateModel(folderUrl: string, access: FileAccess): Promise<Located<ModelManifest>> {
  return locate(folderUrl, access, parseManifest)
}

export function locateHead(folderUrl: string, access: FileAccess): Promise<Located<HeadManifest>> {
  return locate(folderUrl, access, parseHeadManifest)
}

async function locate<M extends HeadManifest>(
  folderUrl: string,
  { cache, fetchBytes }: FileAccess,
  parse: (value: unknown, source: string) => M,
): Promise<Located<M>> {
  const url = new URL('manifest.json', folderUrl).href
  const bytes = await fetchBytes(url, { maxBytes: MANIFEST_LIMIT, reload: true }).then(
    fetched => fetched.bytes,
    async error => {
      const offline = isGreenRoutingError(error) && error.code === 'fetch-failed'
      const kept = offline ? await readKeptManifest(cache, folderUrl) : undefined
      if (!kept) throw error
      return kept
    },
  )
  const manifest = parse(parseJson(new TextDecoder().decode(bytes), url), url)
  const urls = Object.fromEntries(Object.keys(manifest.files).map(path => [path, new URL(path, folderUrl).href]))
  return { manifest, urls }
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const isPage = text.trimStart().startsWith('<')
    const hint = isPage ? 'it is an HTML page: is the folder served at that address?' : 'it is not JSON.'
    throw new GreenRoutingError('manifest-invalid', `${url} is not a model manifest: ${hint}`, {
      details: { url },
      cause,
    })
  }
}
