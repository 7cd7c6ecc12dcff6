/** Builds the demo page into site/ from the built library, as any app would. */
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('demo'),
  publicDir: here('public'),
  // Relative addresses: the site works under any sub-path of any static server.
  base: './',
  resolve: {
    alias: [
      { find: /^greenrouting$/, replacement: here('dist/index.js') },
      { find: /^greenrouting\/core$/, replacement: here('dist/core.js') },
      { find: /^greenrouting\/catalog$/, replacement: here('dist/catalog.js') },
      { find: /^greenrouting\/importers$/, replacement: here('dist/importers.js') },
    ],
  },
  // The page asks for no encoder of the hub: the library that runs them stays out of the site.
  worker: { format: 'es', rolldownOptions: { external: ['@huggingface/transformers'] } },
  build: {
    outDir: here('site'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
  },
})
