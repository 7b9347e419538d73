import { existsSync } from 'node:fs'

import { entriesBelow } from '../../phases/detect/index.ts'

/** Absolute paths of all files below a folder, in a stable order. */
export function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return [...entriesBelow(folder)].flatMap(({ kind, path }) => (kind === 'file' ? [path] : [])).sort()
}
