import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What a board is computed by. */
const folders = ['case', 'duties', 'evidence', 'overview', 'emergency-plan', 'response']

/**
 * Names the code that computes boards: another program version computes them anew instead of going on with what it
 * might have computed otherwise. From the code itself, because a number is forgotten to be raised.
 */
export function boardVersion(): string {
  const hash = createHash('sha256').update(process.version)
  for (const folder of folders) {
    const base = fileURLToPath(new URL(`../../../core/${folder}/`, import.meta.url))
    for (const file of filesIn(base)) hash.update(`${folder}/${file}\n`).update(readFileSync(base + file))
  }
  return hash.digest('hex')
}

function filesIn(base: string): readonly string[] {
  try {
    return readdirSync(base, { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile() && !/\.(?:test|fixture)\.ts$/.test(file.name))
      .map((file) => `${file.parentPath}/${file.name}`.slice(base.length))
      .toSorted()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
