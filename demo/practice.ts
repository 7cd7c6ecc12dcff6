/**
 * A server for trying the pages without a key: it speaks the providers' wire formats and makes its answers up. Runs beside the site
 * with `npm start` and `npm run dev`; nothing of it is in the site.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerAs, type MockRequest, readRequest, type Script } from '../e2e/mock-provider.ts'

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
  const text = answerOf(request.model, question).match(/\S+\s*/g) ?? []
  return {
    text,
    usage: { input: Math.ceil(JSON.stringify(request.body).length / 4), output: text.length },
    pace: () => new Promise(resolve => setTimeout(resolve, PIECE_MS)),
    ...(breaksOff && { killAfter: 9 }),
  }
}

function answerOf(model: string, question: string): string {
  const asked = question.length > 60 ? `${question.slice(0, 60)}…` : question
  return (
    `This is a practice answer, made up on this machine in the name of ${model}. You asked: “${asked}” ` +
    `Nothing was sent anywhere. Choose a server of your own above to get a real one; ask “please break off” to see what happens when an answer does.`
  )
}

function lastQuestion({ body }: MockRequest): string {
  const messages: readonly { readonly role?: string; readonly content?: unknown }[] = body?.messages ?? []
  const content = messages.findLast(({ role }) => role === 'user')?.content
  return typeof content === 'string' ? content : ''
}
