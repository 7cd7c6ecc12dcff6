/**
 * An SCI report as a manifest for the Green Software Foundation's Impact Framework (`if-run`, 1.1): JSON, which is YAML too.
 * One child a model with one input a day; the framework's own plugins multiply and divide.
 */
import { spanOf } from './calendar-day.ts'
import { oneOf } from './checks.ts'
import { groupRows } from './energy-report.ts'
import type { PlainData } from './errors.ts'
import type { SciComponent, SciReport } from './sci.ts'

export interface ImpactFrameworkManifest {
  readonly name: string
  readonly description: string
  readonly tags: null
  readonly initialize: { readonly plugins: Readonly<Record<string, PlainData>> }
  readonly tree: { readonly children: Readonly<Record<string, PlainData>> }
}

const builtin = (method: string, config: PlainData): PlainData => ({ path: 'builtin', method, config })

/**
 * Throws `invalid-option`. Answers whose day was not kept have no place in a time series and are left out; where the
 * embodied part is unknown it is 0, and the description says of how many.
 */
export function impactFrameworkManifest(
  report: SciReport,
  estimate: 'low' | 'mid' | 'high' = 'mid',
): ImpactFrameworkManifest {
  oneOf(['low', 'mid', 'high'])(estimate, 'impactFrameworkManifest estimate', 'invalid-option')
  const dated = report.components.filter(component => component.day !== null)
  const left = report.components.filter(({ day }) => day === null).reduce((sum, { queries }) => sum + queries, 0)
  const children = [...groupRows(dated, ({ model }) => model)].map(([model, of]): [string, PlainData] => [
    model === null ? 'greenrouting (the router itself)' : model,
    {
      // The router answers nothing: its carbon is no rate.
      pipeline: { compute: ['operational', 'total', ...(model === null ? [] : ['sci'])] },
      inputs: of.map(component => inputOf(component, estimate)),
    },
  ])
  return {
    name: 'greenrouting',
    description: [
      `Answers of language models by ${report.standard}, functional unit: one query. Energy: the ${estimate} of each estimate.`,
      `Embodied carbon known for ${report.embodiedQueries} of ${report.queries} queries.`,
      `Left out: ${report.excludedQueries} of unknown energy, ${left} of unknown day.`,
    ].join(' '),
    tags: null,
    initialize: {
      plugins: {
        operational: builtin('Multiply', {
          'input-parameters': ['energy', 'grid/carbon-intensity'],
          'output-parameter': 'carbon-operational',
        }),
        total: builtin('Sum', {
          'input-parameters': ['carbon-operational', 'carbon-embodied'],
          'output-parameter': 'carbon',
        }),
        sci: builtin('Sci', { 'functional-unit': 'queries' }),
      },
    },
    tree: { children: Object.fromEntries(children) },
  }
}

function inputOf(component: SciComponent, estimate: 'low' | 'mid' | 'high'): PlainData {
  const { start, seconds } = spanOf(component.day!)
  return {
    timestamp: start.toISOString(),
    duration: seconds,
    energy: component.energyKWh[estimate],
    'grid/carbon-intensity': component.gramsPerKWh,
    'carbon-embodied': component.embodiedG ?? 0,
    queries: component.queries,
  }
}
