import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkFacts } from './catalog/facts.js'
import { generate } from './catalog/generate.js'
import { root } from './stale.js'

const facts = () =>
  Object.fromEntries(
    ['sources', 'models', 'benchmarks', 'ceilings', 'scores', 'classes'].map(name => [
      name,
      JSON.parse(readFileSync(join(root, `src/catalog/facts/${name}.json`), 'utf8')),
    ]),
  )

test('the generated modules are those of the facts (else run npm run catalog)', async () => {
  for (const [path, text] of Object.entries(await generate())) {
    expect(readFileSync(join(root, path), 'utf8') === text, path).toBe(true)
  }
})

test.each([
  ['a share in percent', f => (f.scores.scores[3].value = 85), 'scores[3].value: 85 is no share'],
  ['a score without a source', f => (f.scores.scores[3].source = 'hearsay'), 'scores[3]: no source hearsay'],
  ['a score of an unknown benchmark', f => (f.scores.scores[3].benchmark = 'mlu'), 'scores[3]: no benchmark mlu'],
  ['the same score twice', f => f.scores.scores.push(f.scores.scores[0]), 'a second score of'],
  [
    'an effort of a model that has none',
    f => (f.scores.scores.find(s => s.model === 'gpt-4o').effort = 'high'),
    'gpt-4o has no efforts',
  ],
  ['a price of nothing', f => (f.models.models[0].price.output = 0), 'models[0] gpt-4o.price: 0 is not above 0'],
  ['more at work than there is', f => (f.models.models[0].size.activeB = [44, 1320]), 'more is active than there is'],
  [
    'a model without a date',
    f => (f.models.models[1].released = 'soon'),
    'models[1] gpt-4o-mini.released: soon is no date',
  ],
  ['a source without an address', f => (f.sources.sources[0].url = 'a talk'), 'sources[0]: url is no https address'],
  [
    'a score above its ceiling',
    f => (f.scores.scores.find(s => s.benchmark === 'mmlu').value = 0.99),
    'the best score is 0.99',
  ],
  ['a class of nobody', f => (f.classes.classes[0].models = ['gemma-0']), 'classes[0]: no entry gemma-0'],
])('%s is refused with the place', (_, spoil, message) => {
  const spoilt = facts()
  spoil(spoilt)
  expect(() => checkFacts(spoilt)).toThrow(message)
})
