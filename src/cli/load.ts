/** The classifier a command asks for: the one of `--model`, or of `--encoder` and `--head`, else the package's own. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ClassifierEngine } from '../classifier-router.ts'
import type { Options } from './args.ts'
import { usageFailure } from './failure.ts'
import type { ModelFolders, Surroundings } from './surroundings.ts'

export function loadChosen(options: Options, surroundings: Surroundings): Promise<ClassifierEngine> {
  return surroundings.loadClassifier(chooseFolders(options, surroundings))
}

function chooseFolders({ model, encoder, head }: Options, { cwd, files }: Surroundings): ModelFolders {
  const at = (folder: string): URL => pathToFileURL(`${resolve(cwd, folder)}/`)
  if (encoder === undefined && head === undefined) return model === undefined ? files.model : at(model)
  if (encoder === undefined || head === undefined) throw usageFailure('--encoder and --head go together.')
  if (model !== undefined) throw usageFailure('--model names a whole model: leave --encoder and --head out.')
  return { encoder: at(encoder), head: at(head) }
}
