/** Small documents in the shape of each service's, written from its documentation. The figures are public facts. */

/** models.dev/api.json */
export const modelsDevApi = {
  openai: {
    id: 'openai',
    env: ['OPENAI_API_KEY'],
    npm: '@ai-sdk/openai',
    name: 'OpenAI',
    doc: 'https://platform.openai.com/docs/models',
    models: {
      'gpt-4.1': {
        id: 'gpt-4.1',
        name: 'GPT-4.1',
        attachment: true,
        reasoning: false,
        temperature: true,
        tool_call: true,
        structured_output: true,
        knowledge: '2024-04',
        release_date: '2025-04-14',
        last_updated: '2025-04-14',
        open_weights: false,
        modalities: { input: ['text', 'image', 'pdf'], output: ['text'] },
        cost: { input: 2, output: 8, cache_read: 0.5 },
        limit: { context: 1047576, output: 32768 },
      },
      'gpt-5.4-mini': {
        id: 'gpt-5.4-mini',
        name: 'GPT-5.4 mini',
        attachment: true,
        reasoning: true,
        tool_call: true,
        structured_output: true,
        release_date: '2026-03-17',
        last_updated: '2026-03-17',
        open_weights: false,
        modalities: { input: ['text', 'image'], output: ['text'] },
        cost: { input: 0.75, output: 4.5 },
        limit: { context: 400000, output: 128000 },
      },
      'gpt-image-1': {
        id: 'gpt-image-1',
        name: 'GPT Image 1',
        attachment: true,
        reasoning: false,
        tool_call: false,
        release_date: '2025-04-24',
        last_updated: '2025-04-24',
        open_weights: false,
        modalities: { input: ['text', 'image'], output: ['image'] },
        cost: { input: 5, output: 40 },
        limit: { context: 0, output: 0 },
      },
    },
  },
  local: {
    id: 'local',
    env: ['NONE'],
    npm: '@ai-sdk/openai-compatible',
    api: 'http://localhost:1234/v1',
    name: 'Local',
    doc: 'https://example.com',
    models: {
      'gemma-3-4b-it': {
        id: 'gemma-3-4b-it',
        name: 'Gemma 3 4B',
        attachment: true,
        reasoning: false,
        tool_call: false,
        release_date: '2025-03-12',
        last_updated: '2025-03-12',
        open_weights: true,
        modalities: { input: ['text', 'image'], output: ['text'] },
        limit: { context: 131072, output: 8192 },
      },
    },
  },
}

/** models.dev/models.json */
export const modelsDevModels = {
  'deepseek/deepseek-v4-flash': {
    id: 'deepseek/deepseek-v4-flash',
    name: 'DeepSeek V4 Flash',
    reasoning: true,
    tool_call: true,
    release_date: '2026-04-24',
    last_updated: '2026-04-24',
    open_weights: true,
    modalities: { input: ['text'], output: ['text'] },
    limit: { context: 1000000, output: 384000 },
    benchmarks: [
      {
        name: 'SWE-Bench Verified',
        score: 79,
        metric: 'resolved',
        source: 'https://huggingface.co/deepseek-ai/DeepSeek-V4-Flash',
        date: '2026-04-24',
      },
      {
        name: "Humanity's Last Exam",
        score: 45.1,
        variant: 'with tools, reasoning effort max',
        source: 'https://huggingface.co/deepseek-ai/DeepSeek-V4-Pro',
      },
      { name: "Humanity's Last Exam", score: 34.8, variant: 'without tools' },
      { name: 'Terminal-Bench', score: 56.9, version: '2.0' },
      { name: 'Artificial Analysis Coding Index', score: 45, metric: 'index' },
      { name: 'MMLU-Pro', score: 0.862 },
    ],
  },
}

/** openrouter.ai/api/v1/models */
export const openRouter = {
  data: [
    {
      id: 'meta-llama/llama-3.1-8b-instruct',
      canonical_slug: 'meta-llama/llama-3.1-8b-instruct',
      hugging_face_id: 'meta-llama/Meta-Llama-3.1-8B-Instruct',
      name: 'Meta: Llama 3.1 8B Instruct',
      created: 1721692800,
      context_length: 131072,
      architecture: {
        modality: 'text->text',
        input_modalities: ['text'],
        output_modalities: ['text'],
        tokenizer: 'Llama3',
        instruct_type: 'llama3',
      },
      pricing: { prompt: '0.00000002', completion: '0.00000005', request: '0', image: '0' },
      top_provider: { context_length: 131072, max_completion_tokens: 16384, is_moderated: false },
      per_request_limits: null,
      supported_parameters: ['max_tokens', 'temperature', 'tools', 'structured_outputs'],
    },
    {
      id: 'openai/gpt-5.5',
      canonical_slug: 'openai/gpt-5.5',
      hugging_face_id: '',
      name: 'OpenAI: GPT-5.5',
      created: 1776902400,
      context_length: 1050000,
      architecture: {
        modality: 'text+image+file->text',
        input_modalities: ['text', 'image', 'file'],
        output_modalities: ['text'],
        tokenizer: 'GPT',
        instruct_type: null,
      },
      pricing: { prompt: '0.000005', completion: '0.00003', input_cache_read: '0.0000005' },
      top_provider: { context_length: 1050000, max_completion_tokens: 128000, is_moderated: true },
      per_request_limits: null,
      supported_parameters: ['max_tokens', 'reasoning', 'tools', 'structured_outputs'],
    },
    {
      id: 'openrouter/auto',
      canonical_slug: 'openrouter/auto',
      name: 'Auto Router',
      created: 1699401600,
      context_length: 2000000,
      architecture: {
        modality: 'text->text',
        input_modalities: ['text'],
        output_modalities: ['text'],
        tokenizer: 'Router',
        instruct_type: null,
      },
      pricing: { prompt: '-1', completion: '-1' },
      top_provider: { context_length: null, max_completion_tokens: null, is_moderated: false },
      per_request_limits: null,
      supported_parameters: [],
    },
  ],
}

/** LiteLLM's model_prices_and_context_window.json */
export const liteLLM = {
  sample_spec: { input_cost_per_token: 0, litellm_provider: 'one of the providers', mode: 'one of: chat, embedding' },
  'gpt-4o-mini': {
    input_cost_per_token: 1.5e-7,
    output_cost_per_token: 6e-7,
    litellm_provider: 'openai',
    max_input_tokens: 128000,
    max_output_tokens: 16384,
    max_tokens: 16384,
    mode: 'chat',
    supports_function_calling: true,
    supports_pdf_input: true,
    supports_response_schema: true,
    supports_vision: true,
  },
  'groq/openai/gpt-oss-120b': {
    input_cost_per_token: 1.5e-7,
    output_cost_per_token: 6e-7,
    litellm_provider: 'groq',
    max_input_tokens: 131072,
    max_output_tokens: 32766,
    mode: 'chat',
    supports_function_calling: true,
    supports_reasoning: true,
  },
  'text-embedding-3-small': {
    input_cost_per_token: 2e-8,
    output_cost_per_token: 0,
    litellm_provider: 'openai',
    max_input_tokens: 8191,
    mode: 'embedding',
  },
}

/** huggingface.co/api/datasets/TIGER-Lab/MMLU-Pro/leaderboard */
export const hfLeaderboard = [
  { rank: 1, modelId: 'deepseek-ai/DeepSeek-V3.2-Exp', value: 85, verified: false },
  { rank: 2, modelId: 'Qwen/Qwen3-235B-A22B-Instruct-2507', value: 83, verified: false },
  { rank: 3, modelId: 'somebody/a-model-nobody-knows', value: 41.5, verified: false },
]

/** LiveBench's categories_2026_01_08.json */
export const liveBenchCategories = {
  Reasoning: ['theory_of_mind', 'zebra_puzzle'],
  Coding: ['code_generation', 'code_completion'],
  Mathematics: ['math_comp', 'olympiad'],
  IF: ['paraphrase', 'summarize'],
}

/** LiveBench's table_2026_06_25.csv */
export const liveBenchCsv = `model,code_completion,code_generation,math_comp,olympiad,paraphrase,summarize,theory_of_mind,zebra_puzzle
gpt-5.4-nano-xhigh,67.391,74.286,95.098,87.982,66.649,71.767,80.769,97.619
gpt-5.5,82.609,74.648,96.078,0.0,63.6,73.417,78.846,96.25
"somebody's model, large",65.217,73.239,97.059,86.531,62.383,68.85,73.077,49.25
claude-opus-4-8-xhigh-effort,78.261,80.282,97.059,91.207,69.917,74.55,78.846,100.0
`
