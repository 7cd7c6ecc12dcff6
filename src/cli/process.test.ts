/** The built file as a process of its own: what only an operating system can show. */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { beforeAll, expect, test } from 'vitest'
import { files, parseLines, temporaryFolder } from './harness.fixture.ts'

/** A package as npm installs it, with the command line alone. */
const folder = temporaryFolder()
const program = join(folder, 'dist/cli.js')

beforeAll(async () => {
  mkdirSync(join(folder, 'dist'))
  const input = fileURLToPath(new URL('main.ts', import.meta.url))
  const build = await rolldown({ input: { cli: input }, platform: 'node', logLevel: 'silent' })
  await build.write({ dir: join(folder, 'dist'), format: 'esm', entryFileNames: '[name].js' })
  await build.close()
  chmodSync(program, 0o755)
  const runtime = 'ort-wasm-simd-threaded.wasm'
  symlinkSync(fileURLToPath(new URL(runtime, files.runtime)), join(folder, 'dist', runtime))
  symlinkSync(fileURLToPath(files.model), join(folder, 'dist/model'))
  copyFileSync(files.packageJson, join(folder, 'package.json'))
})

test('is a program of its own, started by its first line', () => {
  expect(readFileSync(program, 'utf8').split('\n')[0]).toBe('#!/usr/bin/env node')
  symlinkSync(program, join(folder, 'greenrouting'))
  const { status, stdout } = spawnSync(join(folder, 'greenrouting'), ['--version'], { encoding: 'utf8' })
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: `${JSON.parse(readFileSync(files.packageJson, 'utf8')).version}\n`,
  })
})

test('reads, answers and ends, with nothing on stderr', () => {
  const argv = [program, 'classify', '--input', '-']
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, {
    input: '{"id":1,"text":"What is 2+2?"}\n',
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(parseLines(stdout)).toMatchObject([{ id: 1, difficulty: expect.any(Number) }])
})

test('Ctrl-C and a closed pipe end it with the code a shell expects', async () => {
  const start = () => {
    const child = spawn(process.execPath, [program, 'classify', '--input', '-'], { stdio: ['pipe', 'pipe', 'pipe'] })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text
    })
    child.stdin.on('error', () => undefined)
    child.stdin.write('{"text":"Hi"}\n')
    const firstLine = new Promise<string>(resolve => child.stdout.setEncoding('utf8').once('data', resolve))
    const end = new Promise(resolve => child.once('close', code => resolve({ code, stderr })))
    return { child, firstLine, end }
  }
  const interrupted = start()
  expect(parseLines(await interrupted.firstLine)).toHaveLength(1)
  interrupted.child.kill('SIGINT')
  expect(await interrupted.end).toEqual({ code: 130, stderr: '1 written, interrupted\n' })

  const closed = start()
  await closed.firstLine
  closed.child.stdout.destroy()
  closed.child.stdin.write('{"text":"Hi"}\n'.repeat(3))
  expect(await closed.end).toEqual({ code: 141, stderr: '' })
})
