import { mkdir, open, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { merkleTree } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  type Clock,
  createLedger,
  type Journal,
  journalBytes,
  type JournalEnd,
  type JournalProblem,
  type Ledger,
  openJournal,
  readJournal,
  type VaultClock,
  vaultClock,
} from '../journal/index.ts'
import { syncFolder } from '../store/index.ts'

/** Everything that belongs to one first path element: its journal, and what that adds up to. */
export interface Tenant {
  readonly name: string
  readonly journal: Journal
  readonly ledger: Ledger
  readonly clock: VaultClock
}

export function journalFile(vault: string, tenant: string): string {
  return join(vault, 'journals', `${tenant}.ndjson`)
}

/**
 * Reads the journal of a tenant from its first line and opens it for writing. A last line that was being written
 * when the process died was never answered and is cut off. Throws `evidence-broken` when the chain is broken.
 */
export async function openTenant(options: {
  readonly vault: string
  readonly name: string
  /** Fingerprint of the vault's key, for the first line. */
  readonly fingerprint: string
  readonly clock: Clock
  readonly acceptClock: boolean
}): Promise<Tenant & { readonly tornBytes: number }> {
  const { vault, name } = options
  const path = journalFile(vault, name)
  const ledger = createLedger()
  const tree = merkleTree()
  const end = await readWhole(path, name, (text, line) => {
    tree.add(text)
    ledger.apply(line)
  })
  await mkdir(join(vault, 'journals'), { recursive: true, mode: 0o700 })
  const file = await open(path, end.seq === 0 ? 'a' : 'r+', 0o600).then(async (made) => {
    if (end.seq > 0) return made
    await made.close()
    await syncFolder(join(vault, 'journals'))
    return open(path, 'r+')
  })
  const tornBytes = (await file.stat()).size - end.bytes
  if (tornBytes > 0) await file.truncate(end.bytes)
  const clock = vaultClock(options.clock, { lastAt: end.at, accept: options.acceptClock })
  const onLine = ({ line }: { line: Parameters<Ledger['apply']>[0] }): void => ledger.apply(line)
  const journal = openJournal({ file, name, end, tree, clock, onLine })
  if (end.seq === 0) await journal.append({ verb: 'BEGIN', repository: name, sha256: options.fingerprint })
  return { name, journal, ledger, clock, tornBytes }
}

async function readWhole(
  path: string,
  name: string,
  onLine: (text: string, line: Parameters<Ledger['apply']>[0]) => void,
): Promise<JournalEnd> {
  const problems: JournalProblem[] = []
  const lines = readJournal(journalBytes(path), (problem) => problems.push(problem))
  for (;;) {
    const next = await lines.next()
    const [problem] = problems
    if (problem !== undefined) throw broken(path, name, problem)
    if (next.done === true) return next.value
    onLine(next.value.text, next.value.line)
  }
}

/** Replaces a file of the vault as a whole. */
export async function replaceFile(path: string, content: string): Promise<void> {
  await writeFile(`${path}.new`, content, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
}

function broken(path: string, name: string, { message }: JournalProblem): AnlaufError {
  return new AnlaufError('evidence-broken', `The journal of ${name} is broken: ${message}.`, {
    hint: `Somebody changed ${path}. Keep it as evidence: move it away, with a note, and start again; everything in the storage is then recorded as found. Run "anlauf vault audit" with the last checkpoint before you trust a snapshot.`,
    context: { path },
  })
}
