/**
 * An encoder of all-MiniLM-L6-v2's shape (6 × 384, 12 heads, FFN 1536, 30,522 pieces), dynamically quantised to int8 as
 * models/recipe/quantise.py does it, with random weights: it knows nothing and takes about as long as the real one (0.9 of its
 * time at 64 tokens, for want of the shape arithmetic that an exporter leaves behind).
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { OnnxGraph } from './onnx-writer.js'

const [VOCABULARY, HIDDEN, LAYERS, HEADS, FFN, POSITIONS] = [30_522, 384, 6, 12, 1536, 512]
const SPECIALS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]']

/** Writes the folder as the hub lays it out; each of `words` becomes one piece of its vocabulary. */
export function writeRandomMiniLm(folder, words) {
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  writeFileSync(join(folder, 'onnx/model_quantized.onnx'), randomGraph())
  const write = (name, document) => writeFileSync(join(folder, name), JSON.stringify(document))
  write('config.json', {
    model_type: 'bert',
    architectures: ['BertModel'],
    hidden_size: HIDDEN,
    max_position_embeddings: POSITIONS,
    vocab_size: VOCABULARY,
  })
  write('tokenizer_config.json', { tokenizer_class: 'BertTokenizer', model_max_length: POSITIONS, pad_token: '[PAD]' })
  write('tokenizer.json', wordPiece(words))
}

function wordPiece(words) {
  const pieces = [...SPECIALS, ...words]
  const filler = Array.from({ length: VOCABULARY - pieces.length }, (_, index) => `##${index.toString(36)}`)
  const special = (content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })
  const token = name => [{ SpecialToken: { id: name, type_id: 0 } }]
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIALS.map(special),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [...token('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, ...token('[SEP]')],
      pair: [...token('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, ...token('[SEP]')],
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map(name => [name, { id: name, ids: [SPECIALS.indexOf(name)], tokens: [name] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries([...pieces, ...filler].map((piece, id) => [piece, id])),
    },
  }
}

function randomGraph() {
  const graph = new OnnxGraph()
  const ids = graph.input('input_ids', ['batch', 'tokens'])
  const mask = graph.input('attention_mask', ['batch', 'tokens'])
  const number = value => graph.constant(Float32Array.of(value), [])
  const integers = (...values) => graph.constant(BigInt64Array.from(values, BigInt))
  const index = value => graph.constant(BigInt64Array.of(BigInt(value)), [])
  const add = (a, b) => graph.node('Add', [a, b])
  const mul = (a, b) => graph.node('Mul', [a, b])
  const cast = value => graph.node('Cast', [value], { integers: { to: 1 } })
  const norm = value =>
    graph.node('LayerNormalization', [value, graph.constant(filled(HIDDEN, 1)), graph.constant(filled(HIDDEN, 0))], {
      floats: { epsilon: 1e-12 },
      integers: { axis: -1 },
    })

  /** One quantisation of an input serves all the products that read it. */
  const quantised = value => graph.node('DynamicQuantizeLinear', [value], { outputs: 3 })
  const dense = ([rows, scale, zero], width, inner) => {
    const product = graph.node('MatMulInteger', [rows, graph.constant(random(inner * width), [inner, width]), zero])
    return add(mul(cast(product), mul(scale, graph.constant(filled(width, 7e-4)))), graph.constant(filled(width, 0.01)))
  }
  const heads = (value, order) =>
    graph.node('Transpose', [graph.node('Reshape', [value, integers(0, 0, HEADS, HIDDEN / HEADS)])], {
      integers: { perm: order },
    })

  const words = graph.node('Gather', [graph.constant(random(VOCABULARY * HIDDEN), [VOCABULARY, HIDDEN]), ids])
  const sizes = graph.node('Gather', [graph.constant(filled(VOCABULARY, 7e-4), [VOCABULARY, 1]), ids])
  const count = graph.node('Gather', [graph.node('Shape', [ids]), index(1)])
  const places = graph.node('Range', [index(0), count, index(1)])
  const positions = graph.node('Gather', [
    graph.constant(filled(POSITIONS * HIDDEN, 0.01), [POSITIONS, HIDDEN]),
    places,
  ])
  const unseen = graph.node('Sub', [number(1), cast(graph.node('Unsqueeze', [mask, integers(1, 2)]))])
  const bias = mul(unseen, number(-1e4))
  let state = norm(add(mul(cast(words), sizes), positions))
  for (let layer = 0; layer < LAYERS; layer++) {
    const input = quantised(state)
    const query = heads(dense(input, HIDDEN, HIDDEN), [0, 2, 1, 3])
    const key = heads(dense(input, HIDDEN, HIDDEN), [0, 2, 3, 1])
    const value = heads(dense(input, HIDDEN, HIDDEN), [0, 2, 1, 3])
    const scores = add(mul(graph.node('MatMul', [query, key]), number((HIDDEN / HEADS) ** -0.5)), bias)
    const seen = graph.node('MatMul', [graph.node('Softmax', [scores], { integers: { axis: -1 } }), value])
    const joined = graph.node('Reshape', [
      graph.node('Transpose', [seen], { integers: { perm: [0, 2, 1, 3] } }),
      integers(0, 0, HIDDEN),
    ])
    state = norm(add(dense(quantised(joined), HIDDEN, HIDDEN), state))
    const wide = dense(quantised(state), FFN, HIDDEN)
    const gate = add(graph.node('Erf', [graph.node('Div', [wide, number(Math.SQRT2)])]), number(1))
    state = norm(add(dense(quantised(mul(wide, mul(number(0.5), gate))), HIDDEN, FFN), state))
  }
  graph.node('Identity', [state], { name: 'last_hidden_state' })
  graph.output('last_hidden_state', ['batch', 'tokens', HIDDEN])
  return graph.toBytes(18)
}

const filled = (length, value) => new Float32Array(length).fill(value)

/** Integers of a byte, the same at every call (Numerical Recipes' generator: quick, and good enough for noise). */
function random(length) {
  const values = new Int8Array(length)
  let state = 1
  for (let at = 0; at < length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    values[at] = state >>> 24
  }
  return values
}
