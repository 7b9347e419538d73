import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Everything the built files depend on: our sources, the words they share with the platform, the exact packages. */
const sources = ['packages/console', 'packages/platform/src/core', 'package-lock.json']

/** Names the state of the console's sources. About 500 small files, some milliseconds. */
export function sourceDigest(root: string): string {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((source) => filesUnder(root, source)).toSorted()) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex').slice(0, 32)
}

function filesUnder(root: string, path: string): string[] {
  if (path.endsWith('.json')) return [path]
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap((entry) => {
    const child = `${path}/${entry.name}`
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesUnder(root, child)
    return child.endsWith('.test.ts') ? [] : [child]
  })
}
