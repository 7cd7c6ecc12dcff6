/** What the command line touches of the world around it; tests hand in their own. */
import type { Readable, Writable } from 'node:stream'
import type { ClassifierEngine } from '../classifier-router.ts'

export interface Surroundings {
  readonly stdin: Readable
  readonly stdout: Output
  readonly stderr: Output
  /** Where relative paths start. */
  readonly cwd: string
  /** Show the stack of an error that nobody foresaw. */
  readonly debug: boolean
  /** Ctrl-C: the line at hand is finished, then the run ends. */
  readonly interrupt: AbortSignal
  readonly files: PackageFiles
  /** Loads a model into this process. */
  readonly loadClassifier: (model: ModelFolders) => Promise<ClassifierEngine>
}

/** A model's folder, or the folders of an encoder of the hub and of its head. Addresses end in a slash. */
export type ModelFolders = URL | { readonly encoder: URL; readonly head: URL }

export interface Output extends Writable {
  readonly isTTY?: boolean
}

/** Addresses of what the package ships; those of folders end in a slash. */
export interface PackageFiles {
  /** The folder of the workers. */
  readonly code: URL
  /** The folder of ONNX Runtime's WebAssembly. */
  readonly runtime: URL
  readonly model: URL
  readonly packageJson: URL
}
