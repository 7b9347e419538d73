import { type Ledger, type TrueFile, versionAt } from '../truth/ledger.ts'
import { liveDatabase } from './live-database.ts'

/** Files that the provider wants back together or not at all, and the last night on which all of them were whole. */
export interface TrueGroup {
  readonly name: string
  readonly members: ReadonlyMap<string, TrueFile>
  /** Undefined: no backup holds it whole. */
  readonly night: number | undefined
}

/** Which group the estate puts a path into; undefined for a path that stands alone. */
export type DeclaredAs = (dataset: string, path: string) => string | undefined

/**
 * The groups of the drill from the truth alone: what the estate declares, and each database with its log. Nothing of
 * how recovery finds groups is used here.
 */
export function trueGroups(ledger: Ledger, declared: DeclaredAs): readonly TrueGroup[] {
  const byName = new Map<string, Map<string, TrueFile>>()
  for (const [path, file] of ledger.files) {
    const name = declared(file.dataset, path) ?? databaseOf(path)
    if (name === undefined) continue
    byName.set(name, (byName.get(name) ?? new Map<string, TrueFile>()).set(path, file))
  }
  return [...byName].map(([name, members]) => ({ name, members, night: lastWholeNight(members) }))
}

/** What a group's members were on its last whole night: SHA-256 by path. */
export function membersOf({ members, night }: TrueGroup): ReadonlyMap<string, string> {
  const expected = new Map<string, string>()
  for (const [path, file] of night === undefined ? [] : members) {
    const version = versionAt(file, night ?? 0)
    if (version?.state === 'clean') expected.set(path, version.sha256)
  }
  return expected
}

function databaseOf(path: string): string | undefined {
  const at = path.indexOf(`/${liveDatabase}`)
  return at < 0 ? undefined : path.slice(0, at + 1 + liveDatabase.length)
}

function lastWholeNight(members: ReadonlyMap<string, TrueFile>): number | undefined {
  const nights = [...members.values()].flatMap(({ versions }) => versions.map(({ night }) => night))
  const isWhole = (night: number): boolean => {
    const there = [...members.values()].map((file) => versionAt(file, night)?.state)
    return there.includes('clean') && !there.includes('encrypted')
  }
  // What nothing changed on lasts until the next change: the nights between are the same state.
  return [...new Set(nights)].sort((one, other) => other - one).find(isWhole)
}
