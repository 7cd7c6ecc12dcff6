import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { CAPABILITIES } from '../core/index.ts'
import { cli, files, parseLines, temporaryFolder } from './harness.fixture.ts'

const jsonLines = (...records: unknown[]): string => records.map(record => `${JSON.stringify(record)}\n`).join('')
const batch = (stdin: string | Uint8Array | Readable) => cli(['classify', '--input', '-'], { stdin })

test('a single text is described, or printed as JSON', async () => {
  const { code, stdout } = await cli(['classify', 'Write a poem about the sea.'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^needs +creative +\d+ %/)
  const record = JSON.parse((await cli(['classify', 'Write a poem about the sea.', '--json'])).stdout)
  expect(Object.keys(record)).toEqual([
    'capabilityWeights',
    'difficulty',
    'difficultyScore',
    'expectedOutputLength',
    'confidence',
    'uncertain',
    'inputTokens',
  ])
})

describe('a file of queries', () => {
  test('gives one line each, in order, with all eight probabilities', async () => {
    const cwd = temporaryFolder()
    writeFileSync(
      join(cwd, 'in.jsonl'),
      jsonLines({ id: 'a', text: 'What is 2+2?' }, { text: 'Translate "bread" into Welsh.' }),
    )
    const argv = ['classify', '--input', 'in.jsonl', '--output', 'out.jsonl']
    expect(await cli(argv, { cwd })).toEqual({ code: 0, stdout: '', stderr: '2 written\n' })
    const records = parseLines(readFileSync(join(cwd, 'out.jsonl'), 'utf8'))
    expect(records.map(record => record.id)).toEqual(['a', undefined])
    for (const record of records) {
      expect(Object.keys(record.capabilityWeights)).toEqual(CAPABILITIES)
      const shares = Object.values(record.capabilityWeights) as number[]
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9)
      expect([1, 2, 3, 4, 5]).toContain(record.difficulty)
      expect(Math.round(record.difficultyScore)).toBe(record.difficulty)
      expect(['short', 'medium', 'long']).toContain(record.expectedOutputLength)
      expect(record.confidence).toBeGreaterThan(0)
      expect(record.confidence).toBeLessThanOrEqual(1)
      expect(record.uncertain).toBe(record.confidence < 0.5)
    }
  })

  test('keeps every id as it came', async () => {
    const ids = ['x', 7, 1.5, null, { row: [1] }, '', false]
    const { stdout } = await batch(jsonLines(...ids.map(id => ({ id, text: 'Hi' })), { text: 'Hi' }))
    const records = parseLines(stdout)
    expect(records.slice(0, -1).map(record => record.id)).toEqual(ids)
    expect('id' in records.at(-1)).toBe(false)
  })

  test('may come from Windows: byte order mark, CRLF, blank lines', async () => {
    const { code, stdout, stderr } = await batch('\uFEFF{"id":1,"text":"Hi"}\r\n\r\n  \r\n{"id":2,"text":"Bye"}')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(parseLines(stdout).map(record => record.id)).toEqual([1, 2])
  })

  test('may hold bad lines: each is reported with its number, the others are answered, the exit code is 1', async () => {
    const lines = [
      '{"id":1,"text":"Hi"}',
      'secret words',
      '{"id":3}',
      '',
      '{"id":5,"text":"   "}',
      '{"id":6,"text":42}',
      '["Hi"]',
      '{"id":12345678901234567890,"text":"Hi"}',
      '{"id":9,"text":"Bye"}',
    ]
    const { code, stdout, stderr } = await batch(lines.join('\n'))
    expect(code).toBe(1)
    expect(parseLines(stdout).map(record => record.id)).toEqual([1, 9])
    expect(stderr.trimEnd().split('\n')).toEqual([
      'line 2 is not JSON',
      'line 3 has no "text"',
      'line 5 cannot be used: "text" must hold something besides spaces.',
      'line 6 cannot be used: "text" must be a text, not a number.',
      'line 7 is not a JSON object like {"id": 1, "text": "…"}',
      'line 8 has an "id" too large to be given back digit for digit; write it as a text',
      '2 written, 6 skipped',
    ])
  })

  test('may hold what people paste: a megabyte, half a surrogate pair, NUL, right-to-left, emoji', async () => {
    const texts = [
      'long text '.repeat(100_000),
      '\uD800 half',
      'a\0b',
      'ما هي عاصمة فرنسا؟',
      '👩‍👩‍👧‍👦🌱',
      'x'.repeat(100_000),
      '\u200b',
      '\u2028?',
    ]
    const { code, stdout, stderr } = await batch(jsonLines(...texts.map((text, id) => ({ id, text }))))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(parseLines(stdout).map(record => record.id)).toEqual(texts.map((_, id) => id))
  })

  test('answers a line before the next one is there', async () => {
    const stdin = new Readable({ read: () => undefined })
    let lines = 0
    const done = cli(['classify', '--input', '-'], {
      stdin,
      onStdout: () => {
        lines++
        stdin.push(lines === 1 ? '{"text":"Bye"}\n' : null)
      },
    })
    stdin.push('{"text":"Hi"}\n')
    expect((await done).code).toBe(0)
    expect(lines).toBe(2)
  })
})

describe('what was there is not lost', () => {
  const input = jsonLines({ id: 1, text: 'Hi' }, { id: 2, text: 'Bye' }, { id: 3, text: 'Again' })

  test('an interrupt finishes the line at hand and exits with 130', async () => {
    const interrupt = new AbortController()
    const overrides = { stdin: input, interrupt: interrupt.signal, onStdout: () => interrupt.abort() }
    const { code, stdout, stderr } = await cli(['classify', '--input', '-'], overrides)
    expect({ code, stderr }).toEqual({ code: 130, stderr: '1 written, interrupted\n' })
    expect(parseLines(stdout).map(record => record.id)).toEqual([1])
  })

  test('an interrupt ends the wait for a text that never comes', async () => {
    const interrupt = new AbortController()
    const waiting = cli(['route', '-'], { stdin: new Readable({ read: () => undefined }), interrupt: interrupt.signal })
    interrupt.abort()
    expect(await waiting).toEqual({ code: 130, stdout: '', stderr: '' })
  })

  test('a reader that goes away ends the run quietly', async () => {
    let lines = 0
    const onStdout = () => {
      if (++lines > 1) throw Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
    }
    const { code, stdout, stderr } = await cli(['classify', '--input', '-'], { stdin: input, onStdout })
    expect({ code, stderr }).toEqual({ code: 141, stderr: '' })
    expect(parseLines(stdout)).toHaveLength(1)
  })

  test('the input is never its own output, also under another name', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'in.jsonl'), input)
    const { code, stderr } = await cli(['classify', '--input', 'in.jsonl', '--output', `${cwd}/./in.jsonl`], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('--input and --output are the same file')
    expect(readFileSync(join(cwd, 'in.jsonl'), 'utf8')).toBe(input)
  })

  test('an earlier output survives a run that cannot start', async () => {
    const cwd = temporaryFolder()
    writeFileSync(join(cwd, 'out.jsonl'), 'earlier')
    writeFileSync(join(cwd, 'in.jsonl'), input)
    const output = ['--output', 'out.jsonl']
    const noInput = await cli(['classify', '--input', 'missing.jsonl', ...output], { cwd })
    expect(noInput).toEqual({
      code: 1,
      stdout: '',
      stderr: 'error: cannot read missing.jsonl: no such file or directory\n',
    })
    const noModel = await cli(['classify', '--input', 'in.jsonl', '--model', 'nowhere', ...output], { cwd })
    expect(noModel.code).toBe(1)
    expect(noModel.stderr).toContain(`${join(cwd, 'nowhere/manifest.json')} does not exist`)
    expect(readFileSync(join(cwd, 'out.jsonl'), 'utf8')).toBe('earlier')
  })

  test('an output that cannot be written is an error that names it', async () => {
    const cwd = temporaryFolder()
    const { code, stderr } = await cli(['classify', '--input', '-', '--output', 'no/out.jsonl'], { cwd, stdin: input })
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error: cannot write no/out.jsonl: no such file or directory\n',
    })
    expect(existsSync(join(cwd, 'no'))).toBe(false)
  })
})

describe('--model', () => {
  test('takes another folder', async () => {
    const cwd = temporaryFolder()
    cpSync(fileURLToPath(files.model), join(cwd, 'mine'), { recursive: true })
    const theirs = await cli(['classify', 'Hi', '--json', '--model', 'mine'], { cwd })
    expect(theirs).toEqual(await cli(['classify', 'Hi', '--json']))
  })

  test('refuses one with a damaged file, by name', async () => {
    const cwd = temporaryFolder()
    cpSync(fileURLToPath(files.model), join(cwd, 'mine'), { recursive: true })
    const path = join(cwd, 'mine/head.onnx')
    const bytes = readFileSync(path)
    bytes[100]! ^= 1
    writeFileSync(path, bytes)
    const { code, stderr } = await cli(['classify', 'Hi', '--model', 'mine'], { cwd })
    expect(code).toBe(1)
    expect(stderr).toContain('mine/head.onnx is not the file its manifest names')
    expect(stderr).not.toContain('    at ')
  })
})
