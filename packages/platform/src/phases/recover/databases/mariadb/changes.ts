import { compareInventories, type ObjectChange } from '../compare-inventories.ts'
import type { Inventory } from '../inventory.ts'

/** What came, went or changed on a MariaDB server since a clean dump, with MariaDB's own reasons to look first. */
export function compareServers(clean: Inventory, found: Inventory): readonly ObjectChange[] {
  return compareInventories(clean, found)
    .changes.map((change) => ({ ...change, reasons: reasonsFor(change) }))
    .sort((a, b) => b.reasons.length - a.reasons.length)
}

const suspectKinds: Readonly<Record<string, string>> = {
  plugin: 'code that runs inside the server',
  'native function': 'code that runs inside the server',
  'foreign server': 'reaches other machines',
  password: 'somebody can sign in with another password',
  user: 'somebody can sign in',
  proxy: 'somebody acts as somebody else',
  membership: 'somebody has other rights',
  setting: 'changes what the server loads, runs or writes',
  event: 'runs by itself',
}

const suspectRights: readonly Suspicion[] = [
  [/\b(?:SUPER|FILE|GRANT OPTION|SET USER|CREATE USER|RELOAD|SHUTDOWN)\b/, 'may do everything'],
]

const suspectCode: readonly Suspicion[] = [
  [/\bDEFINER root\b/i, 'acts with all rights, as root'],
  [/\binto\s+(?:outfile|dumpfile)\b|\bload_file\s*\(|\bload\s+data\b/i, 'reaches files'],
  [/\bsys_(?:exec|eval)\b|\bsoname\b|\binstall\s+(?:plugin|soname)\b/i, 'runs outside of the database'],
  [/\b(?:prepare|execute\s+immediate)\b/i, 'runs SQL that is not written in it'],
  [/\b(?:grant|create\s+user|set\s+password|mysql\s*\.)/i, 'reaches accounts'],
]

type Suspicion = readonly [RegExp, string]

function reasonsFor({ change, kind, after }: ObjectChange): readonly string[] {
  if (change === 'removed') return []
  const ofKind = suspectKinds[kind]
  const words = kind === 'rights' ? suspectRights : suspectCode
  const ofWords = words.filter(([pattern]) => pattern.test(after ?? '')).map(([, reason]) => reason)
  return [...new Set([...(ofKind === undefined ? [] : [ofKind]), ...ofWords])]
}
