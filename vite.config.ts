/** Builds the demo pages into site/ from the built library, as any app would; served, they have a practice server beside them. */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Connect, defineConfig, type Plugin } from 'vite'
import { practiceServer } from './demo/practice.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('demo'),
  publicDir: here('public'),
  // Relative addresses: the site works under any sub-path of any static server.
  base: './',
  plugins: [practice()],
  resolve: {
    alias: [
      { find: /^greenrouting$/, replacement: here('dist/index.js') },
      { find: /^greenrouting\/(.+)$/, replacement: here('dist/$1.js') },
    ],
  },
  // The pages ask for no encoder of the hub: the library that runs them stays out of the site.
  worker: { format: 'es', rolldownOptions: { external: ['@huggingface/transformers'] } },
  build: {
    outDir: here('site'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    // WebLLM carries its runtime in its code; only its example has it.
    chunkSizeWarningLimit: 6500,
    rolldownOptions: {
      input: {
        index: here('demo/index.html'),
        chat: here('demo/chat/index.html'),
        examples: here('demo/examples/index.html'),
        ...examples(),
      },
    },
  },
})

/** One page a folder. */
function examples(): Record<string, string> {
  const folders = readdirSync(here('demo/examples'), { withFileTypes: true }).filter(entry => entry.isDirectory())
  return Object.fromEntries(folders.map(({ name }) => [`example-${name}`, here(`demo/examples/${name}/index.html`)]))
}

function practice(): Plugin {
  const answer = practiceServer()
  const serve = ({ middlewares }: { readonly middlewares: Connect.Server }) => {
    middlewares.use('/practice', (incoming, response) => void answer(incoming, response))
  }
  return { name: 'practice-server', configureServer: serve, configurePreviewServer: serve }
}
