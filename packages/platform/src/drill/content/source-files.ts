import { type Dirent, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A real file that may fill the estate. */
export interface SourceFile {
  readonly path: string
  /** Path below its source folder. */
  readonly place: string
  readonly size: number
}

/** Folders that change by being used: equal seeds would play unequal nights. */
const unstable: ReadonlySet<string> = new Set(['.git', '.cache'])

/** Larger single files would fill a small estate alone. */
const maxShareOfBudget = 0.05

/**
 * Every regular, non-empty file below the folders, in a stable order. Links, devices, unreadable folders and
 * names that are not UTF-8 are left out; so are files larger than a twentieth of the budget.
 */
export function findSourceFiles(folders: readonly string[], budget: number): SourceFile[] {
  const files: SourceFile[] = []
  const largest = Math.max(1024 * 1024, budget * maxShareOfBudget)
  for (const folder of folders) {
    const waiting = ['']
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      for (const entry of entriesOf(join(folder, place))) {
        const below = place === '' ? entry.name : `${place}/${entry.name}`
        if (entry.name.includes('\ufffd')) continue
        if (entry.isDirectory() && !unstable.has(entry.name)) waiting.push(below)
        if (!entry.isFile()) continue
        const { size } = lstatSync(join(folder, below))
        if (size > 0 && size <= largest) files.push({ path: join(folder, below), place: below, size })
      }
    }
  }
  return files
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    return []
  }
}
