/**
 * Every number that an energy figure rests on, in one dated table that a caller can replace whole or in part. Nothing else in
 * the estimate is a number. docs/energy.md says how each came about; "assumed" below means that nothing better was found.
 */
import type { OutputLength } from './contracts.ts'
import { type EnergyMeasurement, ML_ENERGY_MEASUREMENTS } from './energy-measurements.ts'
import type { DeviceKind } from './energy-profile.ts'

/** A value and the two ends between which it is thought to lie in nine cases of ten; low ≤ mid ≤ high. */
export interface Spread {
  readonly low: number
  readonly mid: number
  readonly high: number
}

/** How far a value may be off either way, as factors: low ≤ 1 ≤ high. */
export interface Factors {
  readonly low: number
  readonly high: number
}

/** Efforts to think, as vendors name them. */
export type ThoughtEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'

/** What a vendor published about an answer of its service, and for which models it is taken. */
export interface Disclosure {
  /** Names that a profile may have, in lower case. */
  readonly models: readonly string[]
  /** Watt-hours, everything included. */
  readonly whPerAnswer: number
  readonly source: string
  readonly date: string
}

export interface EnergyCoefficients {
  /** What decisions call it. */
  readonly name: string
  /** The day of the last change. */
  readonly date: string
  /**
   * Writing: joules a token = `joules` · activeB^`activeExponent` · weightsB^`weightExponent` · (1 + context / `contextTokens`),
   * for the accelerators alone at a batch of `batch.mid`. weightsB is total parameters in billions · bits / 16; the context is
   * the input and half of the output.
   */
  readonly output: {
    readonly joules: number
    readonly activeExponent: number
    readonly weightExponent: number
    readonly contextTokens: number
    /** What the fit may be off by for a model it has not seen. */
    readonly error: Factors
  }
  /** Reading: joules a token = `joules` · activeB · (1 + input tokens / `contextTokens`). */
  readonly input: {
    readonly joules: Spread
    readonly contextTokens: number
    /** A token read from the cache takes this share of one that is not. */
    readonly cachedShare: number
  }
  /** Requests answered at once; the energy of a token goes with batch^−`exponent`. */
  readonly batch: Spread & { readonly exponent: number }
  /** Energy of everything over that of the accelerators. */
  readonly stack: Spread
  /** Bits of a weight where the profile does not say: for models whose size is public, and for those whose size is guessed. */
  readonly weightBits: { readonly public: Spread; readonly guessed: Spread }
  /** A guessed size may be off by these factors where the profile gives no range. */
  readonly guessedSize: Factors
  readonly tokens: {
    /** Of a query whose tokens nobody counted. */
    readonly input: number
    /** Of an answer, by the query's length class. */
    readonly output: Readonly<Record<OutputLength, Spread>>
    /** By difficulty 1 to 5, in order: an answer is so much longer; between two the values are joined by a line. */
    readonly difficulty: readonly number[]
    /** Thought tokens of a typical thinking model at medium effort, by difficulty 1 to 5. */
    readonly thought: readonly number[]
    readonly thoughtError: Factors
    /** What each effort makes of it. */
    readonly effort: Readonly<Record<ThoughtEffort, number>>
  }
  /** An answer of the kind that disclosures, prices and constants speak of. */
  readonly typical: {
    readonly inputTokens: number
    readonly outputTokens: number
    /** A token read takes this share of a token written, where nothing is known of the model. */
    readonly inputWeight: number
  }
  readonly measured: {
    /** What others measured: goes before the fit for the models in it. A list of one's own replaces all of it. */
    readonly rows: readonly EnergyMeasurement[]
    /** An app's own measurement may be off by this factor where it does not say. */
    readonly error: number
    /** The same model on another card, engine or precision. */
    readonly elsewhere: Factors
    /** Mean tokens of a typical model in the measured chat task: a model's own length is read against it. */
    readonly chatTokens: number
    /** The same for the task with thinking on. */
    readonly thinkingTokens: number
    /** Energy of a token on a B200 over that on an H100. */
    readonly b200: number
  }
  readonly disclosed: {
    /** One figure stands for all models and questions of a service. */
    readonly error: Factors
    readonly figures: readonly Disclosure[]
  }
  /** Of the constant of a profile whose origin nobody stated. */
  readonly declared: Factors
  /** Watt-hours of a typical answer = `wh` · (US dollars for a million tokens written)^`exponent`. Puts models in order, no more. */
  readonly price: { readonly wh: number; readonly exponent: number; readonly error: Factors }
  readonly device: {
    /** Watts over idle while a model writes. */
    readonly watts: Readonly<Record<DeviceKind, Spread>>
    /** How much faster it reads than it writes. */
    readonly readingSpeed: number
    /** Of watts that the app gave. */
    readonly error: Factors
  }
  /** Kilowatt-hours to bring a gigabyte (10⁹ bytes) to the device. */
  readonly kwhPerGb: Spread
}

const spread = (low: number, mid: number, high: number): Spread => Object.freeze({ low, mid, high })
const within = (low: number, high: number): Factors => Object.freeze({ low, high })

export const ENERGY_COEFFICIENTS_2026_11: EnergyCoefficients = Object.freeze({
  name: '2026-11',
  date: '2026-11-27',
  // Least squares over the 54 measurements of energy-measurements.ts, all in one fit; the test refits it. Leaving out one
  // architecture at a time, half of the measurements are within ×1.21 and 96 % within ×1.8 of what the others predict.
  output: Object.freeze({
    joules: 0.01827,
    activeExponent: 0.1925,
    weightExponent: 0.7251,
    contextTokens: 7926,
    error: within(1 / 1.8, 1.8),
  }),
  input: Object.freeze({
    // 2 · 10⁹ operations a billion parameters, at 40 % (20 % to 60 %) of an H100's 989 · 10¹² a second and 700 W. Derived.
    joules: spread(0.00236, 0.00354, 0.00708),
    // Where attention doubles the operations: 61,000 to 196,000 tokens for Llama 3.1 8B to 405B by their published shapes. Derived.
    contextTokens: 100_000,
    // What vendors charge for cached tokens, a tenth to a half; taken as a bound on what they cost. Assumed.
    cachedShare: 0.1,
  }),
  // The exponent: between each measurement's two operating points, least squares (single pairs: 0.24 to 0.74). 256 is the median
  // batch that keeps 50 ms between tokens; 16 a service with little traffic. Which applies at a vendor is not published.
  batch: Object.freeze({ ...spread(16, 64, 256), exponent: 0.4 }),
  // Google, arXiv 2508.15734 (2025-08): accelerators take 58 % of a prompt's energy, ×1.72; against their active energy alone
  // ×2.4. The low end: EcoLogits 0.9.1's 1.2 kW of host beside eight cards of 700 W, and a PUE of 1.09.
  stack: spread(1.3, 1.72, 2.4),
  // Open weights are mostly released with 16 bits and often served with 8. For closed models 8 meets what OpenAI and Epoch AI say
  // of GPT-4o. Assumed.
  weightBits: Object.freeze({ public: spread(8, 16, 16), guessed: spread(4, 8, 16) }),
  // The range EcoLogits 0.9.1 and Epoch AI leave for GPT-4o is 200 to 440 billion; single guesses elsewhere differ more. Assumed.
  guessedSize: within(1 / 2.5, 2.5),
  tokens: Object.freeze({
    input: 100,
    // The classes' bounds (50 and 200 tokens) and two averages of real answers, weighed by the classes of their questions:
    // 505 tokens in ML.ENERGY's chat task (median model on H100) and some 430 of GPT-4 Turbo in AlpacaEval 2 (2,049 characters);
    // these figures give 535 and 388. The
    // spread within a class is that of 949 answers people wrote to questions of Databricks Dolly.
    output: Object.freeze({ short: spread(10, 40, 120), medium: spread(50, 150, 450), long: spread(250, 700, 2200) }),
    // Assumed: harder questions get somewhat longer answers.
    difficulty: Object.freeze([0.8, 0.9, 1, 1.15, 1.3]),
    // Difficulty 4 to 5: 1,700 to 11,500 tokens on graduate science (ML.ENERGY, eleven thinking models); difficulty 1: 901 tokens
    // for "2+3=?" by QwQ-32B-Preview, 20 times a conventional answer on average (arXiv 2412.21187). Between them assumed.
    thought: Object.freeze([300, 600, 1500, 4500, 7500]),
    thoughtError: within(1 / 3, 3),
    // Vendors publish the names of their efforts, not their tokens. Assumed.
    effort: Object.freeze({ none: 0, minimal: 0.1, low: 0.3, medium: 1, high: 2.5, xhigh: 4, max: 6 }),
  }),
  typical: Object.freeze({
    inputTokens: 100,
    // Epoch AI's assumption for GPT-4o (2025-02), and the median model's in the measured chat task.
    outputTokens: 500,
    // By the two formulas above 0.02 (gpt-oss-120b) to 0.4 (a dense model of 200 billion). Assumed.
    inputWeight: 0.2,
  }),
  measured: Object.freeze({
    rows: ML_ENERGY_MEASUREMENTS,
    error: 1.2,
    // Pairs of measurements that differ only in card or precision: nine in ten within ×1.48.
    elsewhere: within(1 / 1.5, 1.5),
    chatTokens: 505,
    thinkingTokens: 7000,
    b200: 0.914,
  }),
  disclosed: Object.freeze({
    // A service answers with several models, and the median is not the mean. Assumed.
    error: within(1 / 2.5, 2.5),
    figures: Object.freeze([
      Object.freeze({
        models: Object.freeze(['gemini-2.0-flash', 'gemini-2.5-flash']),
        whPerAnswer: 0.24,
        source:
          'Google, "Measuring the environmental impact of delivering AI at Google Scale", https://arxiv.org/abs/2508.15734: median text prompt of Gemini Apps in May 2025; which models answered is not said',
        date: '2025-08',
      }),
      Object.freeze({
        models: Object.freeze(['gpt-4o']),
        whPerAnswer: 0.34,
        source:
          'Sam Altman, "The Gentle Singularity", https://blog.samaltman.com/the-gentle-singularity: average ChatGPT query; no method, and which models answered is not said',
        date: '2025-06',
      }),
    ]),
  }),
  // The seed's constants against measurements of the same models: 0.77 to 5 times as much. Assumed for others.
  declared: within(1 / 2, 6),
  // Least squares over 32 open models with a published size, what they cost at OpenRouter, Groq, DeepSeek and Mistral in 2026-07
  // (models.dev) and the fit above at 8 bits; R² 0.38, nine in ten within ×0.22 to ×6.1.
  price: Object.freeze({ wh: 0.21, exponent: 0.75, error: within(1 / 7, 6) }),
  device: Object.freeze({
    // What such devices draw under load, less idle. Assumed.
    watts: Object.freeze({ phone: spread(5, 15, 20), laptop: spread(15, 30, 60), desktop: spread(60, 120, 350) }),
    // Reading 512 tokens against writing 128 in llama-bench, on laptops mostly 5 to 20. Assumed.
    readingSpeed: 10,
    error: within(1 / 1.2, 1.2),
  }),
  // Sustainable Web Design v4: 0.055 (data centre) + 0.059 (network), with 0.08 for the device as the high end. The low end:
  // Aslan et al. 2018 (doi 10.1111/jiec.12630), 0.06 for fixed networks in 2015, halved every two years, leaves 0.0013.
  kwhPerGb: spread(0.01, 0.114, 0.194),
})
