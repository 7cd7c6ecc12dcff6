/**
 * The processor's own energy counters, where the machine lets them be read: Linux's `powercap` tree, filled by Intel's RAPL
 * and AMD's. Since CVE-2020-8694 most systems let only root read them.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'

/** Why there is nothing to measure with. */
export interface NoCounters {
  readonly ok: false
  /** `absent`: not Linux, a virtual machine, another processor. `forbidden`: there, and only root may read. `unreadable`: there, and odd. */
  readonly reason: 'absent' | 'forbidden' | 'unreadable'
  /** The same for a person. */
  readonly message: string
}

export interface Counters {
  readonly ok: true
  /** What is added up: `package-0`, `dram`. */
  readonly domains: readonly string[]
  /**
   * Joules and seconds of `run`, of the whole machine's processors: what else runs is in it. Of one turn of a counter at
   * most, which at 100 W takes three quarters of an hour.
   */
  measure<T>(run: () => Promise<T>): Promise<{ readonly joules: number; readonly seconds: number; readonly value: T }>
}

/** The part of the file system that is needed; tests hand in their own. */
export interface CounterFiles {
  list(folder: string): Promise<readonly string[]>
  read(path: string): Promise<string>
}

const ON_DISK: CounterFiles = { list: folder => readdir(folder), read: path => readFile(path, 'utf8') }

const ROOT = '/sys/class/powercap'
/** Zones and what lies in them: `intel-rapl:0`, `intel-rapl:0:1`. Not `intel-rapl-mmio:0`, which counts the package again. */
const ZONE = /^intel-rapl:\d+(:\d+)?$/
/** Memory is beside the package; cores and graphics are in it, and `psys` holds all of them again. */
const COUNTED = /^(package-\d+(-die-\d+)?|dram)$/

interface Domain {
  readonly name: string
  readonly path: string
  /** Microjoules after which the counter starts again from 0. */
  readonly turn: number
}

export async function openCounters(files: CounterFiles = ON_DISK): Promise<Counters | NoCounters> {
  try {
    const zones = (await files.list(ROOT)).filter(name => ZONE.test(name)).sort()
    const domains: Domain[] = []
    for (const zone of zones) {
      const path = join(ROOT, zone)
      const name = (await files.read(join(path, 'name'))).trim()
      if (COUNTED.test(name))
        domains.push({ name, path, turn: await readCount(files, join(path, 'max_energy_range_uj')) })
    }
    if (domains.length === 0) return absent()
    // Read once now, so that a refusal is known before anything is measured.
    await readAll(files, domains)
    return {
      ok: true,
      domains: domains.map(({ name }) => name),
      async measure(run) {
        const before = await readAll(files, domains)
        const start = performance.now()
        const value = await run()
        const seconds = (performance.now() - start) / 1e3
        const after = await readAll(files, domains)
        const microjoules = domains.reduce(
          (sum, { turn }, index) => sum + passed(before[index]!, after[index]!, turn),
          0,
        )
        return { joules: microjoules / 1e6, seconds, value }
      },
    }
  } catch (error) {
    return refused(error)
  }
}

/** From one reading to the next, over the end of the counter where it is the smaller one. */
export function passed(before: number, after: number, turn: number): number {
  return after >= before ? after - before : after - before + turn
}

const readAll = (files: CounterFiles, domains: readonly Domain[]): Promise<number[]> =>
  Promise.all(domains.map(({ path }) => readCount(files, join(path, 'energy_uj'))))

async function readCount(files: CounterFiles, path: string): Promise<number> {
  const text = (await files.read(path)).trim()
  // Below 2⁵³ for any counter there is.
  if (!/^\d{1,15}$/.test(text)) throw new Error(`${path} holds no count`)
  return Number(text)
}

function absent(): NoCounters {
  return { ok: false, reason: 'absent', message: `no energy counters in ${ROOT}` }
}

function refused(error: unknown): NoCounters {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return absent()
  if (code === 'EACCES' || code === 'EPERM') {
    return { ok: false, reason: 'forbidden', message: 'the energy counters are there, but only root may read them' }
  }
  return { ok: false, reason: 'unreadable', message: `the energy counters cannot be read: ${message}` }
}
