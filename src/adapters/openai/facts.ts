/** Routing facts beside an answer: its shape stays the provider's. */
import type { RoutingFacts } from '../contracts.ts'

const facts = new WeakMap<object, RoutingFacts>()

export const remember = (answer: object, routing: RoutingFacts): void => void facts.set(answer, routing)

/**
 * Who gave an answer, and why that model. Takes what a routed call gave: a completion, a response, a stream, the helper of
 * `.stream()` once it is connected, or the `Response` of a routing fetch. Undefined for anything else.
 */
export const routingOf = (answer: unknown): RoutingFacts | undefined =>
  typeof answer === 'object' && answer !== null ? facts.get(answer) : undefined
