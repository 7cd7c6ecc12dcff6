/** In place of `@mlc-ai/web-llm`, which needs a graphics card and gigabytes: an engine that does what its engine does. */
import { FakeEngine } from '../../src/adapters/web-llm/fake-engine.fixture.ts'

export async function CreateMLCEngine(model: string): Promise<FakeEngine> {
  const engine = new FakeEngine(model)
  engine.scripts.set(model, { text: ['4'] })
  return engine
}
