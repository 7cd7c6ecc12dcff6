/** The manifest of the model shipped in the package, compiled in: its digests come with the code, not with the files. */
import manifest from '../models/default/manifest.json' with { type: 'json' }
import { type ModelManifest, parseManifest } from './engine/manifest.ts'

export const defaultManifest: ModelManifest = parseManifest(manifest, 'the manifest of the shipped model')
