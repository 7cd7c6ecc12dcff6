/** The real `openai` package in a page, wrapped and with a routing fetch. */
import * as openaiAdapter from 'greenrouting/openai'
import OpenAISdk from 'openai'

Object.assign(globalThis, { OpenAISdk, openaiAdapter })
