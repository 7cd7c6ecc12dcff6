/** One conversation with the models of the servers chosen: what was said, and one answer at a time. */
import { type ClassifierRouter, EnergyTracker, type LoadProgress, loadPretrained } from 'greenrouting'
import { type ChatMessage, type ChatResponse, GreenRoutingClient, type StreamPart } from 'greenrouting/client'
import type { Offer } from './offers.ts'
import { OPENROUTER } from './sign-in.ts'

/** An answer, or what went wrong. */
export type End = { readonly response: ChatResponse } | { readonly error: unknown }

export interface Listener {
  onPart(part: StreamPart): void
  /** Once; the next question may be asked. */
  onEnd(end: End): void
}

export class Conversation {
  readonly tracker: EnergyTracker
  readonly #router: ClassifierRouter
  readonly #client: GreenRoutingClient
  /** Another conversation may go on from it. */
  readonly said: ChatMessage[]
  #stop: AbortController | undefined

  private constructor(
    router: ClassifierRouter,
    client: GreenRoutingClient,
    tracker: EnergyTracker,
    said: readonly ChatMessage[],
  ) {
    this.said = [...said]
    this.#router = router
    this.#client = client
    this.tracker = tracker
  }

  static async begin(
    offers: readonly Offer[],
    said: readonly ChatMessage[],
    onProgress: (progress: LoadProgress) => void,
  ): Promise<Conversation> {
    const router = await loadPretrained({
      pool: offers.map(({ profile }) => profile),
      energyModel: '2026-11',
      onProgress,
    })
    const tracker = new EnergyTracker({ registry: router.registry })
    const client = new GreenRoutingClient({
      router,
      tracker,
      models: offers.map(({ profile, id, server }) => ({
        name: profile.name,
        provider: server.base.startsWith(OPENROUTER) ? 'openrouter' : new URL(server.base).host,
        modelId: id,
        apiBase: server.base,
        ...(server.key !== undefined && { apiKey: () => server.key! }),
      })),
    })
    return new Conversation(router, client, tracker, said)
  }

  get isAnswering(): boolean {
    return this.#stop !== undefined
  }

  /** Never rejects. What failed is forgotten, so that the question can be asked again. */
  async ask(question: string, { onPart, onEnd }: Listener): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    const messages: ChatMessage[] = [...this.said, { role: 'user', content: question }]
    onEnd(await this.#answer(messages, stop.signal, onPart))
  }

  async #answer(messages: ChatMessage[], signal: AbortSignal, onPart: Listener['onPart']): Promise<End> {
    try {
      const stream = this.#client.stream(messages, { signal })
      for await (const part of stream) onPart(part)
      const response = await stream.response
      this.said.splice(0, Number.POSITIVE_INFINITY, ...messages, { role: 'assistant', content: response.content })
      return { response }
    } catch (error) {
      return { error }
    } finally {
      this.#stop = undefined
    }
  }

  stop(): void {
    this.#stop?.abort()
  }

  async end(): Promise<void> {
    this.stop()
    await this.#client.dispose()
    await this.#router.dispose()
  }
}
