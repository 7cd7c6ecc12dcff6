#!/usr/bin/env node
import { fileClassifier } from './node-engine.ts'
import { run } from './run.ts'

/** Where this file is once it is built: in dist/, among the files it needs. */
const dist = new URL('./', import.meta.url)
const files = {
  code: dist,
  runtime: dist,
  model: new URL('./model/', dist),
  packageJson: new URL('../package.json', dist),
}

const interrupt = new AbortController()
// Once: a second Ctrl-C ends the process the hard way.
process.once('SIGINT', () => interrupt.abort())

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  cwd: process.cwd(),
  debug: Boolean(process.env.DEBUG),
  interrupt: interrupt.signal,
  files,
  loadClassifier: model => fileClassifier(model, files.runtime),
})
