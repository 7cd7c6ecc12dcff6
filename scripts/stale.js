/** Whether something built is older than what it was built from. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** An empty file written last into a built folder: its time is the time of the build. */
export const STAMP = '.built'

export function isStale(sources, built) {
  const stamp = join(root, built, STAMP)
  if (!existsSync(stamp)) return true
  return Math.max(...sources.map(source => newest(join(root, source)))) > statSync(stamp).mtimeMs
}

function newest(path) {
  if (!existsSync(path)) return 0
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  return Math.max(stats.mtimeMs, ...readdirSync(path).map(name => newest(join(path, name))))
}
