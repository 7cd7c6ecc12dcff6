/** `profiles list`: a pool as a table. */
import { CAPABILITIES, capabilityScores, type ModelProfile } from '../core/index.ts'
import type { Options } from './args.ts'
import { print } from './output.ts'
import { readPool } from './pool.ts'
import type { Surroundings } from './surroundings.ts'
import { textTable } from './text-table.ts'

const SHOWN = CAPABILITIES.filter(name => name !== 'simple')

export async function listProfiles(
  _: readonly string[],
  { pool, json }: Options,
  surroundings: Surroundings,
): Promise<number> {
  const registry = await readPool(pool, surroundings.cwd)
  const shown = json ? JSON.stringify(registry.toConfig(), null, 2) : describeModels([...registry])
  await print(surroundings.stdout, `${shown}\n`)
  return 0
}

function describeModels(models: readonly ModelProfile[]): string {
  const head = [
    'model',
    'provider',
    '$/Mtok in',
    'out',
    'context',
    'size B',
    'released',
    ...SHOWN.map(name => name.slice(0, 5)),
  ]
  return textTable([head, ...models.map(rowOf)])
}

function rowOf(model: ModelProfile): string[] {
  const scores = capabilityScores(model)
  const { estimatedParamsB: size, activeParamsB: active } = model
  const guess = model.sizeBasis === 'public' ? '' : '?'
  return [
    model.name,
    model.provider,
    perMillion(model.costPer1kInput),
    perMillion(model.costPer1kOutput),
    model.contextTokens === undefined ? '' : `${Math.round(model.contextTokens / 1000)}k`,
    size === undefined ? '' : `${size}${active !== undefined && active !== size ? `/${active}` : ''}${guess}`,
    model.releasedOn ?? '',
    ...SHOWN.map(name => scores[name].toFixed(2)),
  ]
}

const perMillion = (perThousand: number) => String(Number((perThousand * 1000).toPrecision(6)))
