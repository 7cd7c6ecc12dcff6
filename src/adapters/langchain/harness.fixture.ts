/** Two models that say what a test has them say. */
import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'

export const QUESTION = 'What is two and two, and why is it so?'

export const USAGE = {
  input_tokens: 10,
  output_tokens: 5,
  total_tokens: 15,
  input_token_details: { cache_read: 4 },
  output_token_details: { reasoning: 2 },
}

export const said = (content: string, more: object = {}): AIMessage =>
  Object.assign(new AIMessage({ content, ...more }), { usage_metadata: USAGE })

/** Models of langchain's own test kit, each of which says its name, unless told otherwise. */
export const models = (small: AIMessage | Error = said('small'), large: AIMessage | Error = said('large')) => ({
  small: fakeModel().respond(small).respond(small),
  large: fakeModel().respond(large).respond(large),
})

/** What an agent hands its middleware. */
export const call = (messages: readonly BaseMessage[], more: object = {}) => ({
  model: 'the agent’s',
  messages,
  ...more,
})
