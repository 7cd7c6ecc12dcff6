/** What the router takes on this machine: the bytes of its files, and the time or the joules of a decision. */
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import {
  type BreakEven,
  breakEven,
  compareEnergy,
  ENERGY_COEFFICIENTS_2026_11,
  type EnergyEstimate,
  estimateAnswerEnergy,
  getKnownProfiles,
  QueryProfile,
  type RouterCost,
  routerCost,
} from '../core/index.ts'
import { parseManifest } from '../engine/manifest.ts'
import { EXAMPLES } from './energy-figures.ts'
import { loadChosen } from './load.ts'
import { openCounters } from './rapl.ts'
import type { PackageFiles, Surroundings } from './surroundings.ts'

export interface RouterFigures {
  /** Of the files that a browser with WASM downloads, compressed as servers do. */
  readonly bytes: number
  readonly decisions: number
  /** Of the processor, for a decision: not those of the clock, in which a machine may do other things. */
  readonly seconds: number
  readonly watts: number
  /** Of a decision by the processor's counters; undefined where they cannot be read. */
  readonly joules?: number
  /** Which counters, or why none. */
  readonly counters: string
  readonly cost: RouterCost
  /** The model that the break-even compares with. */
  readonly against: string
  readonly breakEven: BreakEven
}

/** A model that an app might otherwise use for everything. */
const AGAINST = 'gpt-4o'

/** All examples so many times: some tenths of a second of work, in which counters move hundreds of times. */
const ROUNDS = 11

export async function routerFigures(surroundings: Surroundings): Promise<RouterFigures> {
  const classifier = await loadChosen({}, surroundings)
  const round = async () => {
    for (const { query } of EXAMPLES) {
      if (!surroundings.interrupt.aborted) await classifier.classify(query)
    }
  }
  const rounds = async () => {
    const taken: number[] = []
    while (taken.length < ROUNDS) taken.push((await processorSeconds(round)) / EXAMPLES.length)
    return taken.sort((a, b) => a - b)
  }
  await round()
  const counters = await openCounters()
  const measured = counters.ok ? await counters.measure(rounds) : { value: await rounds() }
  const decisions = ROUNDS * EXAMPLES.length
  const joules = 'joules' in measured ? measured.joules / decisions : undefined
  // The median: a machine that is busy with other things takes longer for the same work now and then.
  const seconds = measured.value[ROUNDS >> 1]!
  const bytes = await downloadBytes(surroundings.files)
  const cost = routerCost({
    downloadedBytes: bytes,
    ...(joules === undefined ? { secondsPerDecision: seconds } : { joulesPerDecision: joules }),
  })
  const saving = savingPerDecision()
  return {
    bytes,
    decisions,
    seconds,
    watts: ENERGY_COEFFICIENTS_2026_11.device.watts.laptop.mid,
    ...(joules !== undefined && { joules }),
    counters: counters.ok ? counters.domains.join(' + ') : counters.message,
    cost,
    against: AGAINST,
    breakEven: breakEven(cost, saving),
  }
}

async function processorSeconds(run: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1e6
}

function savingPerDecision() {
  const profiles = getKnownProfiles()
  const estimates = (modelOf: (example: (typeof EXAMPLES)[number]) => string): EnergyEstimate[] =>
    EXAMPLES.map(example => estimateAnswerEnergy(profiles[modelOf(example)]!, QueryProfile.of(example.needs))!)
  const { lowWh, midWh, highWh } = compareEnergy(
    estimates(({ model }) => model),
    estimates(() => AGAINST),
  )
  const queries = EXAMPLES.length
  return { lowWh: lowWh / queries, midWh: midWh / queries, highWh: highWh / queries }
}

/** What a first visit on WASM fetches, each file gzipped. */
async function downloadBytes({ code, runtime, model }: PackageFiles): Promise<number> {
  const manifestUrl = new URL('manifest.json', model)
  const manifest = parseManifest(JSON.parse(await readFile(manifestUrl, 'utf8')), manifestUrl.href)
  const { tokenizer, head, encoders } = manifest
  const index = new URL('index.js', code)
  const chunks = [...(await readFile(index, 'utf8')).matchAll(/\bfrom\s*["']\.\/([\w-]+\.js)["']/g)]
  const urls = [
    index,
    ...chunks.map(([, file]) => new URL(file!, code)),
    new URL('worker-wasm.js', code),
    new URL('ort-wasm-simd-threaded.wasm', runtime),
    manifestUrl,
    ...[tokenizer, head, encoders.wasm].map(path => new URL(path, model)),
  ]
  const sizes = await Promise.all(urls.map(async url => (await promisify(gzip)(await readFile(url))).byteLength))
  return sizes.reduce((sum, size) => sum + size, 0)
}
