/** The text of `--help`. */
export const USAGE = `Which language model should answer: of those good enough, the best balance of quality, estimated energy and cost.
Decided on this machine; no text leaves it.

Usage
  greenrouting route TEXT [--preset P | --quality Q] [--energy-model M] [--pool POOL.json] [--json]
  greenrouting route --input FILE.jsonl [--output FILE.jsonl] [--preset P | --quality Q] [--energy-model M] [--pool POOL.json]
  greenrouting classify TEXT [--json]
  greenrouting classify --input FILE.jsonl [--output FILE.jsonl]
  greenrouting assets DIR
  greenrouting eval [--input FILE.jsonl] [--model FOLDER | --encoder FOLDER --head FOLDER] [--split S] [--limit N]
                    [--robustness] [--json]
  greenrouting energy [--json]

Commands
  route      chooses a model for a text, or for every line of a file
  classify   says what a text needs: capabilities, difficulty, length of the answer
  assets     copies the workers, the runtime and the model into DIR, for a website that has to host them itself
  eval       measures a classifier by labelled queries, one {"text", "weights", "difficulty", "length"} a line;
             without --input, in a checkout, by those of models/evaluation
  energy     prints the figures behind the energy claims, and measures what the router itself takes here

Options
  --preset P      quality_first, balanced (default) or maximum_green
  --quality Q     a number from 0 (least energy) to 1 (best answers), instead of a preset
  --energy-model M  seed (default), 2026-11, or FILE.json with coefficients of your own
  --pool FILE     the models to choose from, as ModelRegistry.toConfig() writes them; default the eleven known ones
  --model FOLDER  a classifier of your own, the folder that holds manifest.json; default the one of this package
  --encoder FOLDER  eval: an encoder laid out as on the Hugging Face hub, which @huggingface/transformers runs
  --head FOLDER   eval: the head that was trained on it, the folder that holds its manifest.json
  --input FILE    one JSON object a line, {"id": …, "text": "…"}, the id optional; - is standard input
  --output FILE   where the answers go, one JSON object a line, in the same order; - or none is standard output
  --split S       eval: only the lines whose own "split" is S
  --limit N       eval: only the first N queries
  --robustness    eval: also how often a decision flips when a query is written a little differently
  --json          the whole answer to a single TEXT, the whole evaluation or all energy figures, as JSON
  -h, --help      this text
  -v, --version   the version of this package

A TEXT of - is read from standard input. Put -- before a text that begins with a dash.
A line that cannot be used is reported with its number and skipped.
Exit code: 0 done, 1 failed or some lines skipped, 2 wrong usage, 130 interrupted.
`
