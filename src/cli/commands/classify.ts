/** `greenrouting classify`: what a text needs, or each line of a file. */
import type { QueryProfile } from '../../core/index.ts'
import type { Arguments } from '../args.ts'
import { answerLines } from '../batch.ts'
import { describeProfile } from '../describe.ts'
import { loadChosen } from '../load.ts'
import { print } from '../output.ts'
import { checkSource, readSingle } from '../single.ts'
import type { Surroundings } from '../surroundings.ts'

export async function classify(args: Arguments, surroundings: Surroundings): Promise<number> {
  checkSource(args)
  const { options } = args
  const { input, output } = options
  if (input !== undefined) {
    return answerLines({ input, output }, surroundings, async () => {
      const classifier = await loadChosen(options, surroundings)
      return async text => toRecord(await classifier.classify(text))
    })
  }
  const text = await readSingle(args.operands[0]!, surroundings)
  const profile = await (await loadChosen(options, surroundings)).classify(text)
  const shown = options.json ? JSON.stringify(toRecord(profile), null, 2) : describeProfile(profile)
  await print(surroundings.stdout, `${shown}\n`)
  return 0
}

/** The answer's `capabilityWeights` are all eight probabilities: the profile's own drops the small ones. */
function toRecord(profile: QueryProfile): object {
  return {
    capabilityWeights: profile.capabilityProbabilities,
    difficulty: profile.difficulty,
    difficultyScore: profile.difficultyScore,
    expectedOutputLength: profile.expectedOutputLength,
    confidence: profile.confidence,
    uncertain: profile.uncertain,
    inputTokens: profile.inputTokens,
  }
}
