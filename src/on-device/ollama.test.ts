import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { GreenRoutingClient } from '../client/greenrouting-client.ts'
import { testRouter } from '../client/harness.fixture.ts'
import { ollamaModel } from './ollama.ts'

const profile = { name: 'small', modelId: 'llama3.2:3b', benchmarkScores: { code: 0.5 } }
let server: Server
let address: string
let models: string[]
let pull: string[]

beforeEach(async () => {
  models = ['mistral:latest']
  pull = []
  server = createServer((request, response) => {
    if (request.url === '/api/tags')
      response.end(JSON.stringify({ models: models.map(name => ({ name, model: name })) }))
    else if (request.url === '/api/pull') {
      for (const line of pull) response.write(line)
      if (pull.at(-1)?.includes('success')) models.push('llama3.2:3b')
      response.end()
    } else if (request.url === '/v1/chat/completions') {
      void text(request).then(body => {
        const { model } = JSON.parse(body) as { model: string }
        if (models.includes(model)) {
          response.setHeader('content-type', 'application/json')
          response.end(JSON.stringify({ choices: [{ message: { content: model }, finish_reason: 'stop' }] }))
        } else {
          const error = { message: `model '${model}' not found`, type: 'not_found_error', param: null, code: null }
          response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ error }))
        }
      })
    } else response.writeHead(404).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => new Promise<void>(resolve => server.close(() => resolve())))

describe('Ollama’s model', () => {
  test('is there, can be had, or nothing answers', async () => {
    const model = ollamaModel({ profile, address })
    expect(await model.availability()).toBe('downloadable')
    models.push('llama3.2:3b')
    expect(await model.availability()).toBe('available')
    expect(await ollamaModel({ profile: { ...profile, modelId: 'mistral' }, address }).availability()).toBe('available')
    expect(await ollamaModel({ profile, address: 'http://127.0.0.1:9' }).availability()).toBe('unavailable')
  })

  test('is asked like any server of the OpenAI format', () => {
    expect(ollamaModel({ profile, address: `${address}/` }).config).toMatchObject({
      name: 'small',
      provider: 'ollama',
      modelId: 'llama3.2:3b',
      apiBase: `${address}/v1`,
      onDevice: { tokensPerSecond: 15 },
    })
  })

  test('that was not pulled is not on the device, and another of the same server answers', async () => {
    const { config } = ollamaModel({ profile: { ...profile, energyPerQueryWh: 0.005 }, address })
    const medium = { name: 'medium', modelId: 'mistral:latest', benchmarkScores: { code: 0.7 }, energyPerQueryWh: 0.1 }
    const other = ollamaModel({ profile: medium, address }).config
    const alone = new GreenRoutingClient({ router: testRouter(), models: [config] })
    await expect(alone.chat('Question')).rejects.toMatchObject({
      code: 'model-not-on-device',
      message: expect.stringContaining('ollama pull llama3.2:3b'),
    })
    const both = new GreenRoutingClient({ router: testRouter(), models: [config, other] })
    const { content, routedTo, log } = await both.chat('Question')
    expect({ content, routedTo }).toEqual({ content: 'mistral:latest', routedTo: 'medium' })
    expect(log[1]).toMatchObject({ event: 'failed', model: 'small', code: 'model-not-on-device' })
  })

  test('is pulled when asked for, with progress', async () => {
    // A line may come in two pieces, and two in one.
    pull = [
      '{"status":"pulling manifest"}\n{"status":"pulling a","total":100,"comp',
      'leted":40}\n{"status":"pulling a","total":100,"completed":90}\nnot json\n',
      '{"status":"success"}\n',
    ]
    const model = ollamaModel({ profile, address })
    const shares: number[] = []
    await model.download({ onProgress: share => shares.push(share) })
    expect(shares).toEqual([0.4, 0.9, 1])
    expect(await model.availability()).toBe('available')
  })

  test('says what Ollama says, and what to set where it does not answer', async () => {
    pull = ['{"error":"pull model manifest: file does not exist"}\n']
    await expect(ollamaModel({ profile, address }).download()).rejects.toMatchObject({
      code: 'model-not-on-device',
      message: expect.stringContaining('file does not exist'),
    })
    await expect(ollamaModel({ profile, address: 'http://127.0.0.1:9' }).download()).rejects.toThrow(/OLLAMA_ORIGINS/)
    await expect(ollamaModel({ profile, address }).download({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    })
  })
})
