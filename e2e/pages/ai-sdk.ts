/** What an app with the AI SDK imports, in the hands of a test. */
import { createOpenAI } from '@ai-sdk/openai'
import * as ai from 'ai'
import { loadPretrained } from 'greenrouting'
import { routedModel } from 'greenrouting/ai-sdk'
import { EnergyTracker } from 'greenrouting/core'
import { z } from 'zod'

const tools = { ai, createOpenAI, loadPretrained, routedModel, EnergyTracker, z }

declare global {
  var app: typeof tools
}

globalThis.app = tools
