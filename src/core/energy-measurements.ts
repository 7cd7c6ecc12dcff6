/**
 * Published measurements of language models: facts of the ML.ENERGY Leaderboard v3.0 (data of 2026-02-16), from
 * https://github.com/ml-energy/leaderboard at commit 0cd52da, public/data/tasks/*.json; its data card says Apache-2.0. vLLM on
 * NVIDIA cards in steady state; energy of the cards alone, without host, idle spares and cooling.
 */

/** What was asked: everyday chat (`lm-arena-chat`), or graduate science with thinking on (`gpqa`). */
export type MeasuredTask = 'chat' | 'thinking'

/** The energy of a token at one number of requests answered together. */
export interface OperatingPoint {
  /** Joules of all cards, of a token written. */
  readonly joulesPerOutputToken: number
  /** Mean number of requests answered at once. */
  readonly batch: number
}

/** One model on one task and one kind of card. */
export interface EnergyMeasurement {
  /** As Hugging Face names it. */
  readonly model: string
  readonly task: MeasuredTask
  readonly gpu: 'H100' | 'B200'
  /** Bits of a weight as served. */
  readonly weightBits: number
  /** Billions. */
  readonly totalParamsB: number
  /** Billions at work for each token. */
  readonly activeParamsB: number
  /** Mean length of the answers, thinking included. */
  readonly outputTokens: number
  /** The published configuration whose batch is nearest to 64. */
  readonly nearBatch64: OperatingPoint
  /** The published configuration of least energy among those whose median time between two tokens is at most 50 ms. */
  readonly within50ms: OperatingPoint
}

/** Model, task, card, bits, total and active billions, tokens, then joules a token and batch near 64 and within 50 ms. */
type Row = readonly [
  string,
  MeasuredTask,
  'H100' | 'B200',
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]

// biome-ignore format: a table
const ROWS: readonly Row[] = [
  ['deepseek-ai/DeepSeek-V3.1', 'chat', 'B200', 8, 671, 37, 845, 2.9197, 63.9, 1.3091, 255.7],
  ['google/gemma-3-12b-it', 'chat', 'H100', 16, 12, 12, 724, 0.2008, 63.9, 0.1661, 127.8],
  ['google/gemma-3-12b-it', 'chat', 'B200', 16, 12, 12, 724, 0.1717, 63.9, 0.0954, 486.6],
  ['google/gemma-3-27b-it', 'chat', 'H100', 16, 27, 27, 713, 0.388, 63.9, 0.2895, 187],
  ['google/gemma-3-27b-it', 'chat', 'B200', 16, 27, 27, 716, 0.2937, 63.8, 0.1767, 247.3],
  ['meta-llama/Llama-3.1-405B-Instruct', 'chat', 'B200', 16, 405, 405, 367, 4.0822, 63.8, 2.1307, 255.1],
  ['meta-llama/Llama-3.1-405B-Instruct-FP8', 'chat', 'H100', 8, 405, 405, 367, 3.0825, 63.9, 2.4295, 127.7],
  ['meta-llama/Llama-3.1-405B-Instruct-FP8', 'chat', 'B200', 8, 405, 405, 370, 2.5613, 63.9, 1.7739, 127.7],
  ['meta-llama/Llama-3.1-70B-Instruct', 'chat', 'H100', 16, 70, 70, 354, 0.7972, 63.8, 0.479, 255.3],
  ['meta-llama/Llama-3.1-70B-Instruct', 'chat', 'B200', 16, 70, 70, 352, 0.6971, 63.8, 0.3614, 255.3],
  ['meta-llama/Llama-3.1-8B-Instruct', 'chat', 'H100', 16, 8, 8, 397, 0.1186, 63.9, 0.0702, 510.9],
  ['meta-llama/Llama-3.1-8B-Instruct', 'chat', 'B200', 16, 8, 8, 396, 0.1103, 63.8, 0.0705, 255.2],
  ['meta-llama/Llama-3.3-70B-Instruct', 'chat', 'H100', 16, 70, 70, 412, 0.8223, 63.9, 0.4911, 255.5],
  ['meta-llama/Llama-3.3-70B-Instruct', 'chat', 'B200', 16, 70, 70, 410, 0.6836, 63.8, 0.3521, 255.5],
  ['meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8', 'chat', 'H100', 8, 400, 17, 411, 0.9439, 63.9, 0.4842, 383.3],
  ['meta-llama/Llama-4-Scout-17B-16E-Instruct', 'chat', 'H100', 16, 109, 17, 405, 1.0593, 63.9, 0.4701, 383.2],
  ['nvidia/NVIDIA-Nemotron-Nano-12B-v2', 'chat', 'H100', 16, 12, 12, 460, 0.2464, 63.7, 0.1803, 241.2],
  ['nvidia/NVIDIA-Nemotron-Nano-12B-v2', 'chat', 'B200', 16, 12, 12, 1384, 0.2048, 63.8, 0.142, 255.6],
  ['nvidia/NVIDIA-Nemotron-Nano-9B-v2', 'chat', 'H100', 16, 9, 9, 505, 0.2073, 63.6, 0.1552, 255.3],
  ['nvidia/NVIDIA-Nemotron-Nano-9B-v2', 'chat', 'B200', 16, 9, 9, 1100, 0.1914, 63.8, 0.1474, 255.3],
  ['Qwen/Qwen3-14B', 'chat', 'H100', 16, 14, 14, 618, 0.1672, 63.8, 0.1119, 253.4],
  ['Qwen/Qwen3-14B', 'chat', 'B200', 16, 14, 14, 615, 0.1669, 63.8, 0.077, 511.3],
  ['Qwen/Qwen3-235B-A22B-Instruct-2507', 'chat', 'H100', 16, 235, 22, 870, 2.394, 63.9, 1.4862, 127.8],
  ['Qwen/Qwen3-235B-A22B-Instruct-2507', 'chat', 'B200', 16, 235, 22, 873, 2.5417, 63.9, 0.9397, 255.7],
  ['Qwen/Qwen3-235B-A22B-Instruct-2507-FP8', 'chat', 'H100', 8, 235, 22, 872, 2.116, 63.9, 1.104, 191.8],
  ['Qwen/Qwen3-235B-A22B-Instruct-2507-FP8', 'chat', 'B200', 8, 235, 22, 876, 1.472, 63.9, 1.472, 63.9],
  ['Qwen/Qwen3-30B-A3B-Instruct-2507', 'chat', 'H100', 16, 30, 3, 922, 0.2719, 63.9, 0.0988, 511.1],
  ['Qwen/Qwen3-30B-A3B-Instruct-2507', 'chat', 'B200', 16, 30, 3, 916, 0.2493, 63.8, 0.0795, 511.1],
  ['Qwen/Qwen3-32B', 'chat', 'H100', 16, 32, 32, 632, 0.3671, 63.9, 0.2285, 255.6],
  ['Qwen/Qwen3-32B', 'chat', 'B200', 16, 32, 32, 633, 0.3126, 63.9, 0.1507, 255.6],
  ['Qwen/Qwen3-8B', 'chat', 'H100', 16, 8, 8, 649, 0.1192, 63.9, 0.0721, 474.4],
  ['Qwen/Qwen3-8B', 'chat', 'B200', 16, 8, 8, 648, 0.1225, 63.8, 0.0618, 511],
  ['deepseek-ai/DeepSeek-R1-0528', 'thinking', 'B200', 8, 671, 37, 11450, 3.8585, 64, 2.3762, 128],
  ['deepseek-ai/DeepSeek-V3.1', 'thinking', 'B200', 8, 671, 37, 8952, 3.5171, 64, 1.8016, 128],
  ['nvidia/NVIDIA-Nemotron-Nano-12B-v2', 'thinking', 'H100', 16, 12, 12, 5496, 0.1852, 64, 0.1254, 192],
  ['nvidia/NVIDIA-Nemotron-Nano-12B-v2', 'thinking', 'B200', 16, 12, 12, 5341, 0.2475, 64, 0.1453, 255.9],
  ['nvidia/NVIDIA-Nemotron-Nano-9B-v2', 'thinking', 'H100', 16, 9, 9, 5457, 0.151, 64, 0.1089, 255.9],
  ['nvidia/NVIDIA-Nemotron-Nano-9B-v2', 'thinking', 'B200', 16, 9, 9, 5486, 0.2212, 64, 0.1323, 255.9],
  ['openai/gpt-oss-120b', 'thinking', 'H100', 4.25, 117, 5, 1738, 0.2676, 64, 0.1147, 511.7],
  ['openai/gpt-oss-120b', 'thinking', 'B200', 4.25, 117, 5, 1717, 0.1806, 64, 0.0438, 1023.6],
  ['openai/gpt-oss-20b', 'thinking', 'H100', 4.25, 21, 4, 2231, 0.1023, 63.9, 0.0486, 511.9],
  ['openai/gpt-oss-20b', 'thinking', 'B200', 4.25, 21, 4, 2112, 0.0799, 63.9, 0.0318, 1023.7],
  ['Qwen/Qwen3-14B', 'thinking', 'H100', 16, 14, 14, 7003, 0.2796, 59, 0.2796, 59],
  ['Qwen/Qwen3-14B', 'thinking', 'B200', 16, 14, 14, 7111, 0.2912, 64, 0.1826, 128],
  ['Qwen/Qwen3-235B-A22B-Thinking-2507', 'thinking', 'H100', 16, 235, 22, 9116, 3.6094, 32, 3.6094, 32],
  ['Qwen/Qwen3-235B-A22B-Thinking-2507', 'thinking', 'B200', 16, 235, 22, 9162, 1.811, 64, 0.9655, 256],
  ['Qwen/Qwen3-235B-A22B-Thinking-2507-FP8', 'thinking', 'H100', 8, 235, 22, 9214, 2.3108, 64, 1.3846, 128],
  ['Qwen/Qwen3-235B-A22B-Thinking-2507-FP8', 'thinking', 'B200', 8, 235, 22, 9247, 1.6735, 64, 0.9769, 128],
  ['Qwen/Qwen3-30B-A3B-Thinking-2507', 'thinking', 'H100', 16, 30, 3, 8154, 0.3031, 64, 0.1986, 128],
  ['Qwen/Qwen3-30B-A3B-Thinking-2507', 'thinking', 'B200', 16, 30, 3, 8175, 0.3047, 64, 0.3047, 64],
  ['Qwen/Qwen3-32B', 'thinking', 'H100', 16, 32, 32, 7019, 0.536, 63.8, 0.536, 63.8],
  ['Qwen/Qwen3-32B', 'thinking', 'B200', 16, 32, 32, 7071, 0.4672, 64, 0.3116, 110.9],
  ['Qwen/Qwen3-8B', 'thinking', 'H100', 16, 8, 8, 8061, 0.2668, 63.3, 0.2211, 82],
  ['Qwen/Qwen3-8B', 'thinking', 'B200', 16, 8, 8, 8169, 0.2622, 64, 0.1732, 128],
]

export const ML_ENERGY_MEASUREMENTS: readonly EnergyMeasurement[] = Object.freeze(
  ROWS.map(([model, task, gpu, weightBits, totalParamsB, activeParamsB, outputTokens, e64, b64, e50, b50]) =>
    Object.freeze({
      model,
      task,
      gpu,
      weightBits,
      totalParamsB,
      activeParamsB,
      outputTokens,
      nearBatch64: Object.freeze({ joulesPerOutputToken: e64, batch: b64 }),
      within50ms: Object.freeze({ joulesPerOutputToken: e50, batch: b50 }),
    }),
  ),
)
