/**
 * What other classifiers reached, to see a figure beside. Measured once for this project in November 2026 with PyTorch
 * 2.13 on a CPU, each trained on the same 7,993 labelled queries with the seed's loss (soft cross-entropy + 0.5 squared
 * error of difficulty + 0.3 cross-entropy of length), mean pooling and a head of 384 → 256 → 12. The queries are real
 * users' and public benchmarks', labelled by this project's rubric; their licences keep them out of the repository.
 */
export interface Recorded {
  readonly capability: number
  readonly totalVariation: number
  readonly difficultyRho: number
  readonly length?: number
}

export interface Baseline {
  readonly name: string
  /** On the 600 queries of the development split: choices were made by them. */
  readonly dev?: Recorded
  /** On 1,000 queries that no choice was made by. */
  readonly unseen?: Recorded
}

const recorded = (capability: number, totalVariation: number, difficultyRho: number, length?: number): Recorded => ({
  capability,
  totalVariation,
  difficultyRho,
  ...(length !== undefined && { length }),
})

export const BASELINES: readonly Baseline[] = [
  // Words and characters, logistic and ridge regression.
  { name: 'TF-IDF', unseen: recorded(0.631, 0.34, 0.54) },
  // sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), as GreenRouting for Python uses it: 6 × 384, English.
  {
    name: "MiniLM, frozen (the seed's design)",
    dev: recorded(0.703, 0.303, 0.61, 0.61),
    unseen: recorded(0.633, 0.321, 0.53, 0.67),
  },
  // The same, 4 epochs at 5e-5, 192 tokens.
  { name: 'MiniLM, fine-tuned', dev: recorded(0.792, 0.219, 0.72, 0.68), unseen: recorded(0.717, 0.24, 0.68, 0.72) },
  // intfloat/multilingual-e5-small (MIT), 12 × 384: 4 epochs at 6e-5, 160 tokens, word embeddings frozen.
  {
    name: 'multilingual-e5-small, fine-tuned',
    dev: recorded(0.837, 0.194, 0.81, 0.75),
    unseen: recorded(0.791, 0.202, 0.74, 0.74),
  },
]

/** How far two annotators with the same rubric agree: what can be had at most. */
export const ANNOTATORS_AGREE: Recorded = recorded(0.92, 0.065, 0.93, 0.875)
