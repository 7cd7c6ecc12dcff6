/** Against the types of the real packages; the compiler is the judge here. */
import type { BaseChatModel } from '@langchain/core/language_models/chat_models'
import type { AIMessage, BaseMessage } from '@langchain/core/messages'
import type { ChatOpenAI } from '@langchain/openai'
import { expectTypeOf } from 'expect-type'
import { type AgentMiddleware, createAgent } from 'langchain'
import { test } from 'vitest'
import type { z } from 'zod'
import type { Router } from '../../core/index.ts'
import { type AdapterOptions, modelChooser, type RoutableModel, routingMiddleware } from '../langchain.ts'

declare const router: Router
declare const models: Record<'small' | 'large', ChatOpenAI>
declare const schema: z.ZodObject<{ sum: z.ZodNumber }>

test('what it takes', () => {
  expectTypeOf<BaseChatModel>().toExtend<RoutableModel>()
  expectTypeOf<ChatOpenAI>().toExtend<RoutableModel>()
  expectTypeOf<Record<string, ChatOpenAI>>().toExtend<AdapterOptions<ChatOpenAI>['models']>()
  // @ts-expect-error: a name is no model
  void (() => routingMiddleware({ router, models: { small: 'openai:gpt-4o-mini' } }))
  // @ts-expect-error: an unknown option
  void (() => routingMiddleware({ router, models, fallbak: true }))
  // @ts-expect-error: its caller falls back
  void (() => modelChooser({ router, models, fallback: true }))
})

test('a middleware that createAgent takes, and that leaves the types of its agent as they are', () => {
  expectTypeOf<ReturnType<typeof routingMiddleware>>().toExtend<AgentMiddleware>()
  void (async () => {
    const middleware = [routingMiddleware({ router, models })] as const
    const agent = createAgent({ model: models.small, middleware, responseFormat: schema })
    const plain = createAgent({ model: models.small, responseFormat: schema })
    const state = await agent.invoke({ messages: [{ role: 'user', content: 'q' }] })
    expectTypeOf(state.messages).toEqualTypeOf<BaseMessage[]>()
    expectTypeOf(state.structuredResponse).toEqualTypeOf<{ sum: number }>()
    const plainState = await plain.invoke({ messages: [] })
    expectTypeOf(state).toEqualTypeOf<typeof plainState>()
  })
})

test('the hook of the real type', () => {
  type Hook = NonNullable<AgentMiddleware<undefined, undefined, unknown>['wrapModelCall']>
  expectTypeOf<ReturnType<typeof routingMiddleware>['wrapModelCall']>().toExtend<Hook>()
  expectTypeOf<AIMessage>().toExtend<Awaited<ReturnType<Hook>>>()
})

test('a choice of one’s own models', () => {
  void (async () => {
    const { model, others, name } = await modelChooser({ router, models })('q')
    expectTypeOf(model).toEqualTypeOf<ChatOpenAI>()
    expectTypeOf(others).toEqualTypeOf<readonly ChatOpenAI[]>()
    expectTypeOf(name).toEqualTypeOf<string>()
  })
})
