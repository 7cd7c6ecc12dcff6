/** What an app with LangChain.js imports, in the hands of a test. */
import { HumanMessage } from '@langchain/core/messages'
import { ChatPromptTemplate } from '@langchain/core/prompts'
import { RunnableLambda } from '@langchain/core/runnables'
import { ChatOpenAI } from '@langchain/openai'
import { loadPretrained } from 'greenrouting'
import { EnergyTracker } from 'greenrouting/core'
import { modelChooser, routingMiddleware } from 'greenrouting/langchain'
import { createAgent, tool, toolStrategy } from 'langchain'
import { z } from 'zod'

const tools = {
  ChatOpenAI,
  ChatPromptTemplate,
  createAgent,
  EnergyTracker,
  HumanMessage,
  loadPretrained,
  modelChooser,
  routingMiddleware,
  RunnableLambda,
  tool,
  toolStrategy,
  z,
}

declare global {
  var langchain: typeof tools
}

globalThis.langchain = tools
