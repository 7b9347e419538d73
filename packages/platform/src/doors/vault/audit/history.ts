import { createPublicKey } from 'node:crypto'

import { keyFingerprint, merkleTree, openCheckpoint } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  createLedger,
  createSessions,
  isStored,
  type JournalLine,
  type Ledger,
  openReceipt,
  readJournal,
} from '../journal/index.ts'
import { vaultSigner } from '../server/witness.ts'
import { finding, type VaultFinding } from './finding.ts'

/** What a journal tells about one repository. */
export interface History {
  readonly repository: string
  readonly ledger: Ledger
  /** When the session began that each snapshot ended, in milliseconds, by id. */
  readonly sessionStarts: ReadonlyMap<string, number>
  /** Receive time of the first snapshot; infinity before one came. */
  readonly firstSnapshotAt: number
  readonly lines: number
  /** SHA-256 of the last line: worth writing down after an audit. */
  readonly head: string
  /** Objects that were deleted under a plan. */
  readonly deleted: number
}

/** What was kept outside of the vault, and whose signature it has to carry. */
export interface Witness {
  /** Public key of the vault in PEM. */
  readonly publicKey: string
  /** Signed checkpoints. */
  readonly checkpoints: readonly string[]
  /** Receipts that clients or auditors kept. */
  readonly receipts: readonly string[]
}

/**
 * Reads a journal, checks its chain and what witnesses say of it. `repository` may be left out when the journal
 * knows one only. Throws `input-invalid` when it is not clear which one is meant.
 */
export async function readHistory(
  source: AsyncIterable<Buffer>,
  options: { readonly repository?: string | undefined; readonly witness?: Witness | undefined },
): Promise<{ readonly history: History; readonly findings: readonly VaultFinding[] }> {
  const findings: VaultFinding[] = []
  const ledger = createLedger()
  const sessions = createSessions()
  const sessionStarts = new Map<string, number>()
  const firstSnapshots = new Map<string, number>()
  const deleted = new Map<string, number>()
  const witness = options.witness === undefined ? undefined : openWitness(options.witness, findings)
  const tree = merkleTree()
  const lines = readJournal(source, ({ line, message }) => {
    findings.push(
      finding(
        'journalBroken',
        `line ${line}`,
        `The journal: ${message}.`,
        'Somebody changed the journal. Compare it with a copy of an auditor, and trust receipts only.',
      ),
    )
  })
  for (;;) {
    const next = await lines.next()
    if (next.done === true) {
      witness?.end(next.value.seq)
      const repository = options.repository ?? onlyRepository(ledger)
      const history = {
        repository,
        ledger,
        sessionStarts,
        firstSnapshotAt: firstSnapshots.get(repository) ?? Number.POSITIVE_INFINITY,
        lines: next.value.seq,
        head: next.value.head,
        deleted: deleted.get(repository) ?? 0,
      }
      return { history, findings }
    }
    const { text, line } = next.value
    tree.add(text)
    witness?.line(line, text, () => tree.root())
    ledger.apply(line)
    const start = sessions.apply(line)
    const { repository = '', id = '' } = line
    if (start !== undefined) sessionStarts.set(id, start)
    if (line.type === 'snapshots' && isStored(line) && !firstSnapshots.has(repository))
      firstSnapshots.set(repository, Date.parse(line.at))
    if (line.verb === 'DELETE' && line.type !== 'locks' && (line.status ?? 0) < 300)
      deleted.set(repository, (deleted.get(repository) ?? 0) + 1)
  }
}

function onlyRepository(ledger: Ledger): string {
  const known = [...ledger.repositories()]
  const [only] = known
  if (only !== undefined && known.length === 1) return only
  throw new AnlaufError(
    'input-invalid',
    `The journal knows ${known.length} repositories: ${known.join(', ')}.`,
    {
      hint: 'Say which one is audited: --repository PATH, as clients write it behind the host.',
    },
  )
}

interface OpenWitness {
  line(line: JournalLine, text: string, root: () => Buffer): void
  end(lines: number): void
}

/** Compares line by line; each checkpoint is looked at when the journal reaches its size. */
function openWitness(witness: Witness, findings: VaultFinding[]): OpenWitness {
  const publicKey = createPublicKey(witness.publicKey)
  const hint =
    'The journal is not the one that was signed: it was rewritten after the fact. Trust receipts and copies only, and treat the host of the vault as compromised.'
  const rewritten = (object: string, message: string): void => {
    findings.push(finding('journalRewritten', object, message, hint))
  }
  const roots = new Map<number, Buffer>()
  for (const [at, note] of witness.checkpoints.entries()) {
    const checkpoint = openCheckpoint(note, { name: vaultSigner, publicKey })
    if (checkpoint === undefined)
      rewritten(`checkpoint ${at + 1}`, 'This checkpoint is not signed by that key.')
    else roots.set(checkpoint.size, checkpoint.root)
  }
  const texts = new Map<number, string>()
  for (const [at, receipt] of witness.receipts.entries()) {
    const opened = openReceipt(receipt, publicKey)
    if (opened === undefined) rewritten(`receipt ${at + 1}`, 'This receipt is not signed by that key.')
    else texts.set(opened.line.seq, opened.text)
  }
  return {
    line({ seq, verb, sha256 }, text, root) {
      if (verb === 'BEGIN' && sha256 !== keyFingerprint(publicKey))
        rewritten(`line ${seq}`, 'The journal was begun by a vault with another key.')
      const signed = texts.get(seq)
      if (signed !== undefined && signed !== text)
        rewritten(`line ${seq}`, 'The vault gave a receipt for another line at this place.')
      texts.delete(seq)
      const expected = roots.get(seq)
      if (expected !== undefined && !expected.equals(root()))
        rewritten(`line ${seq}`, `The first ${seq} lines are not those that were signed.`)
      roots.delete(seq)
    },
    end(lines) {
      for (const size of roots.keys())
        if (size > lines) rewritten(`line ${lines}`, `${size} lines were signed, ${lines} are here.`)
      for (const seq of texts.keys())
        rewritten(`line ${seq}`, `The vault gave a receipt for line ${seq}; it is not here.`)
    },
  }
}
