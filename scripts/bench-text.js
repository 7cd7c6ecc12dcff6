/** What `npm run bench` measured, for a person: ratios first, since they survive a busy machine. */
const MAKE_BASELINE = 'cd models && python -m recipe minilm --work WORK (models/recipe/README.md)'

export function benchText({ browser, cpu, minilm, runs, decisions, coldStarts }) {
  const table = (title, rows) => {
    const lines = [[title, ...decisions.map(({ tokens }) => String(tokens))], ...rows]
    return lines.map(([label, ...cells]) => label.padEnd(58) + cells.map(cell => cell.padStart(9)).join('')).join('\n')
  }
  const row = (label, read, digits) => [label, ...decisions.map(each => read(each)?.toFixed(digits) ?? '–')]
  const ratio = (label, name) => row(label, ({ ratios }) => ratios[name], 2)
  const ms = (label, name) => row(label, each => each.ms[name], 2)
  const has = name => name in decisions[0].ms
  const cut = decisions.filter(({ tokens, oursSees }) => oursSees < tokens)
  const mega = bytes => `${(bytes / 1e6).toFixed(1)} MB`
  return [
    `${browser}, one WASM thread, ${cpu}; medians of ${runs} runs in turns. MiniLM-L6 int8: ${minilm}.`,
    table('ratio, at tokens', [
      ratio("a decision of ours to transformers.js' feature extraction", 'decisionToPipeline'),
      ratio('a decision of ours to the graph of MiniLM alone', 'decisionToMiniLmGraph'),
      ratio('the graph of ours alone to that of MiniLM alone', 'graphToMiniLmGraph'),
      ...(has('seedDecision')
        ? [ratio("a decision of ours to one of the seed's design", 'decisionToSeedDecision')]
        : []),
    ]),
    table('milliseconds, at tokens', [
      ms('a decision of ours (tokenizer, graph, head, worker, match)', 'decision'),
      ms('the graph of ours alone', 'graph'),
      ms('the graph of MiniLM alone', 'minilmGraph'),
      ms("transformers.js' feature extraction with MiniLM", 'pipeline'),
      ...(has('seedDecision') ? [ms("a decision of the seed's design, { encoder, head }", 'seedDecision')] : []),
    ]),
    cut.length > 0 &&
      `Of ${cut.map(({ tokens }) => tokens).join(', ')} tokens ours reads ${cut[0].oursSees}: the first and the last.`,
    ['Cold start, nothing cached, from the import to the first decision, server on this machine:']
      .concat(
        Object.entries(coldStarts).map(([name, { ms, bytes, gzipBytes }]) => {
          const label = name === 'ours' ? 'ours' : "the seed's design, { encoder, head }"
          return `  ${label}: ${Math.round(ms)} ms, ${mega(bytes)}, ${mega(gzipBytes)} when the server compresses with gzip`
        }),
      )
      .join('\n'),
    minilm !== 'models/baseline' &&
      `The weights of MiniLM were random: about the same work (0.9 of the real graph's at 64 tokens). The real ones: ${MAKE_BASELINE}`,
  ]
    .filter(Boolean)
    .join('\n\n')
}
