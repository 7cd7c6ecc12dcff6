/** The classifier a command asks for: the one of `--model`, else the package's own. */
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ClassifierEngine } from '../classifier-router.ts'
import type { Options } from './args.ts'
import type { Surroundings } from './surroundings.ts'

export function loadChosen(
  { model }: Options,
  { cwd, files, loadClassifier }: Surroundings,
): Promise<ClassifierEngine> {
  return loadClassifier(model === undefined ? files.model : pathToFileURL(`${resolve(cwd, model)}/`))
}
