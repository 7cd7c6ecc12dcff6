import { describe, expect, test } from 'vitest'
import type { Report } from './download.ts'
import { Loading } from './loading.ts'

/** A load that the test ends, and reports of. */
function loading() {
  const loads: { report: Report; resolve: (model: string) => void; reject: (error: unknown) => void }[] = []
  const load = (report: Report) =>
    new Promise<string>((resolve, reject) => void loads.push({ report, resolve, reject }))
  return { loads, model: new Loading<string>({ model: 'small', library: 'A library', load }) }
}

/** A caller of `download`, and what it was told. */
function caller(model: Loading<string>, signal?: AbortSignal) {
  const shares: number[] = []
  const done = model.download({ signal, onProgress: share => void shares.push(share) })
  return { shares, done }
}

describe('a load', () => {
  test('is one for all who ask, each of whom is told how far it is', async () => {
    const { model, loads } = loading()
    const first = caller(model)
    loads[0]!.report(0.5)
    loads[0]!.report(0.25)
    const second = caller(model)
    loads[0]!.report(0.75)
    loads[0]!.resolve('model')
    await Promise.all([first.done, second.done])
    expect(loads).toHaveLength(1)
    expect(first.shares).toEqual([0.5, 0.75, 1])
    expect(second.shares).toEqual([0.5, 0.75, 1])
    // It is there: nothing is told but that.
    const third = caller(model)
    await third.done
    expect(third.shares).toEqual([1])
  })

  test('that a question began is told of too', async () => {
    const { model, loads } = loading()
    const asked = model.start()
    const { shares, done } = caller(model)
    loads[0]!.report(0.5)
    loads[0]!.resolve('model')
    await Promise.all([asked, done])
    expect(shares).toEqual([0.5, 1])
  })

  test('goes on for the others when one gives up, and is still running when all have', async () => {
    const { model, loads } = loading()
    const controller = new AbortController()
    const first = caller(model, controller.signal)
    const second = caller(model)
    controller.abort()
    await expect(first.done).rejects.toMatchObject({ code: 'aborted' })
    loads[0]!.report(0.5)
    expect(first.shares).toEqual([])
    expect(second.shares).toEqual([0.5])
    expect(model.isRunning).toBe(true)
    loads[0]!.resolve('model')
    await second.done
    expect(model.isRunning).toBe(false)
    expect(model.isLoaded).toBe(true)
  })

  test('is not ended by a caller whose callback throws', async () => {
    const { model, loads } = loading()
    const done = model.download({
      signal: undefined,
      onProgress: () => {
        throw new Error('The bar is gone.')
      },
    })
    const second = caller(model)
    loads[0]!.report(0.5)
    loads[0]!.resolve('model')
    await Promise.all([done, second.done])
    expect(second.shares).toEqual([0.5, 1])
  })

  test('that fails says of which model and what to do, keeps the cause, and can be tried again', async () => {
    const { model, loads } = loading()
    const cause = new Error('The device was lost.')
    const first = caller(model)
    const second = caller(model)
    loads[0]!.reject(cause)
    for (const { done } of [first, second]) {
      await expect(done).rejects.toMatchObject({
        code: 'model-not-on-device',
        message:
          '"small" is not on this device: A library could not load it (The device was lost.). Check the network, and ' +
          'the room and memory of the device; then call download() again.',
        details: { model: 'small' },
        cause,
      })
    }
    expect(model.isRunning).toBe(false)
    const again = caller(model)
    loads[1]!.resolve('model')
    await again.done
    expect(again.shares).toEqual([1])
  })

  test('that throws at once fails as any other', async () => {
    const model = new Loading<string>({
      model: 'small',
      library: 'A library',
      load: () => {
        throw 'no module'
      },
    })
    await expect(model.start()).rejects.toMatchObject({ code: 'model-not-on-device', cause: 'no module' })
    expect(model.isRunning).toBe(false)
  })

  test('that was dropped on the way is not the model’s when it ends', async () => {
    const { model, loads } = loading()
    const { done } = caller(model)
    const dropped = model.drop()
    loads[0]!.resolve('old')
    await done
    expect(await dropped).toBe('old')
    expect(model.isLoaded).toBe(false)
  })
})
