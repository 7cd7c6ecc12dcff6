/**
 * A server for trying the pages without a key: it speaks the providers' wire formats and makes its answers up. Runs beside the site
 * with `npm start` and `npm run dev`; nothing of it is in the site.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerAs, type MockRequest, type MockToolCall, readRequest, type Script } from '../e2e/mock-provider.ts'
import { madeUp } from './practice-shapes.ts'

/** Of several sizes and vendors, all in the catalogue. */
const MODELS = ['gpt-4o', 'gpt-4o-mini', 'gpt-4.1-nano', 'llama-3.1-8b-instruct', 'gemma-3-12b-it', 'deepseek-v3']

const PIECE_MS = 40

/** A question with these words breaks off the first answer to it, once: what a page makes of that can be seen. */
const BREAK = /break off/i

/** Answers `/v1/models` and the providers' addresses for chats. */
export function practiceServer(): (incoming: IncomingMessage, response: ServerResponse) => Promise<void> {
  const broken = new Set<string>()
  return async (incoming, response) => {
    if (incoming.method === 'GET') return listModels(response)
    const request = await readRequest(incoming, response)
    await answerAs(scriptFor(request, broken), request, response)
  }
}

/** As OpenAI's API lists them. */
function listModels(response: ServerResponse): void {
  const data = MODELS.map(id => ({ id, object: 'model', created: 1_790_000_000, owned_by: 'practice' }))
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ object: 'list', data }))
}

function scriptFor(request: MockRequest, broken: Set<string>): Script {
  const question = lastQuestion(request)
  const breaksOff = BREAK.test(question) && !broken.has(question)
  if (breaksOff) broken.add(question)
  else broken.delete(question)
  const usage = { input: Math.ceil(JSON.stringify(request.body).length / 4), output: 12 }
  const call = toolCall(request, question)
  if (call !== undefined) return { toolCalls: [call], usage }
  const text = answerOf(request, question).match(/\S+\s*/g) ?? []
  return {
    text,
    usage: { ...usage, output: text.length },
    pace: () => new Promise(resolve => setTimeout(resolve, PIECE_MS)),
    ...(breaksOff && { killAfter: 9 }),
  }
}

/** A request with tools is first answered by a call of one. */
function toolCall({ body }: MockRequest, question: string): MockToolCall | undefined {
  const tool = body?.tools?.[0]?.function
  if (tool === undefined || toolResult(body) !== undefined) return undefined
  const args = JSON.stringify(madeUp(tool.parameters ?? {}, question))
  return { id: 'call_1', name: tool.name, arguments: [args.slice(0, 5), args.slice(5)] }
}

/** What a tool gave since the last question. */
function toolResult(body: MockRequest['body']): string | undefined {
  const last = body?.messages?.at(-1)
  if (last?.role !== 'tool') return undefined
  return typeof last.content === 'string' ? last.content : JSON.stringify(last.content)
}

function answerOf({ model, body }: MockRequest, question: string): string {
  const schema = body?.response_format?.json_schema?.schema
  if (schema !== undefined) return JSON.stringify(madeUp(schema, question))
  const result = toolResult(body)
  if (result !== undefined) return `A practice answer in the name of ${model}: the tool says ${result}.`
  const asked = question.length > 60 ? `${question.slice(0, 60)}…` : question
  return (
    `This is a practice answer, made up on this machine in the name of ${model}. You asked: “${asked}” ` +
    `Nothing was sent anywhere. A server of your own gives real ones. Ask “please break off” to see what happens when an answer does.`
  )
}

function lastQuestion({ body }: MockRequest): string {
  const messages: readonly { readonly role?: string; readonly content?: unknown }[] = body?.messages ?? []
  const content = messages.findLast(({ role }) => role === 'user')?.content
  return typeof content === 'string' ? content : ''
}
