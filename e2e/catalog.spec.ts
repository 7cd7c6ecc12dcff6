/** `pool`: the catalogue comes when it is asked for, and only then. */
import { expect, test } from './fixtures.ts'

test('pool catalog routes among the models of today, and the seed’s pool does not fetch them', async ({
  bare,
  server,
}) => {
  const load = (pool?: 'seed' | 'catalog') =>
    bare.evaluate(async pool => {
      const router = await greenrouting.loadPretrained({ device: 'wasm', ...(pool && { pool }) })
      const easy = await router.route('What is 2+2?')
      const hard = router.decide(greenrouting.QueryProfile.single('reasoning', 5))
      await router.dispose()
      return {
        names: router.registry.names,
        easy: easy.selectedModel,
        hard: hard.selectedModel,
        cost: easy.costEstimate,
      }
    }, pool)

  expect((await load()).names).toHaveLength(11)
  expect((await load('seed')).names).toHaveLength(11)
  expect(server.asked(/catalog/)).toEqual([])

  const { names, easy, hard, cost } = await load('catalog')
  expect(names.length).toBeGreaterThan(90)
  expect(server.asked(/catalog/).length).toBeGreaterThan(0)
  expect(easy).not.toBe(hard)
  expect(cost).toBeLessThan(0.001)
})

test('pool takes profiles of one’s own, and refuses what is none before anything is fetched', async ({
  bare,
  server,
}) => {
  const names = await bare.evaluate(async () => {
    const router = await greenrouting.loadPretrained({ device: 'wasm', pool: [{ name: 'mine' }, { name: 'yours' }] })
    await router.dispose()
    return router.registry.names
  })
  expect(names).toEqual(['mine', 'yours'])

  server.forget()
  const refusals = await bare.evaluate(() =>
    Promise.all(
      [
        { pool: 'catalog', registry: [{ name: 'mine' }] },
        { pool: 'catalogue' },
        { pool: [{ name: 'mine', costPer1kInput: null }] },
        { pool: [{ name: 'mine' }, { name: 'mine' }] },
        { pool: 'catalog', scoring: { preset: 'green' } },
      ].map(options => outcome(greenrouting.loadPretrained(options as never))),
    ),
  )
  expect(refusals).toMatchObject([
    { ok: false, code: 'invalid-option', message: expect.stringContaining('pool or registry, not both') },
    { ok: false, code: 'invalid-option', message: expect.stringContaining('Did you mean "catalog"?') },
    { ok: false, code: 'invalid-model', message: expect.stringContaining('models[0].costPer1kInput is null') },
    { ok: false, code: 'duplicate-model' },
    { ok: false, code: 'invalid-option' },
  ])
  expect(server.requests).toEqual([])
})

test('a catalogue that is not served is an error that says what to do', async ({ bare }) => {
  await bare.route(/catalog/, route => route.abort())
  const refusal = await bare.evaluate(() => outcome(greenrouting.loadPretrained({ device: 'wasm', pool: 'catalog' })))
  expect(refusal).toMatchObject({
    ok: false,
    code: 'fetch-failed',
    message: expect.stringContaining('serve all files of the package'),
  })
})
