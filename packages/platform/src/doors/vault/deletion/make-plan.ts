import { createPublicKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import type { FileKind } from '@anlauf/repository'

import { keyFingerprint } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { createLedger, journalBytes, type Ledger, readJournal } from '../journal/index.ts'
import { tenantOf } from '../store/index.ts'
import type { DeletePlan } from './plan.ts'

/** What whoever signs a plan has to see before. */
export interface PlanFigures {
  readonly objects: number
  readonly snapshots: number
  readonly bytes: number
  /** Receive times of the oldest and the youngest object. */
  readonly oldest: string
  readonly youngest: string
}

/**
 * A plan for these names (`kind/id`), with sizes and ages from the journal. Throws `input-invalid` for a name that
 * is none, `nothing-to-do` without names, `not-found` for an object that the journal does not know.
 */
export async function makePlan(options: {
  readonly vault: string
  readonly repository: string
  readonly names: readonly string[]
  readonly now: Date
  readonly expiresAt: Date
}): Promise<{ readonly plan: DeletePlan; readonly figures: PlanFigures }> {
  const { vault, repository, now, expiresAt } = options
  const objects = [...new Set(options.names)].sort()
  if (objects.length === 0) {
    throw new AnlaufError('nothing-to-do', 'The list of objects is empty.', {
      hint: 'One kind/id a line, for instance snapshots/4bba301e…; a dry run of prune tells them.',
    })
  }
  const ledger = await readLedger(join(vault, 'journals', `${tenantOf(repository)}.ndjson`))
  const found = objects.map((name) => present(ledger, repository, name))
  const times = found.map(({ at }) => at)
  const bytes = found.reduce((sum, { size }) => sum + size, 0)
  const figures = {
    objects: objects.length,
    snapshots: objects.filter((name) => name.startsWith('snapshots/')).length,
    bytes,
    oldest: new Date(times.reduce((a, b) => Math.min(a, b))).toISOString(),
    youngest: new Date(times.reduce((a, b) => Math.max(a, b))).toISOString(),
  }
  const plan = {
    vault: vaultFingerprint(vault),
    repository,
    objects,
    bytes,
    createdAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }
  return { plan, figures }
}

function present(ledger: Ledger, repository: string, name: string): { size: number; at: number } {
  const [, kind, id] = /^(data|index|snapshots|keys)\/([0-9a-f]{64})$/.exec(name) ?? []
  if (kind === undefined || id === undefined) {
    throw new AnlaufError('input-invalid', `"${name.slice(0, 100)}" is no object of a repository.`, {
      hint: 'Write data/, index/, snapshots/ or keys/ and 64 lower-case hexadecimal digits, one a line.',
    })
  }
  const known = ledger.get(repository, kind as FileKind, id)
  if (known !== undefined && (known.state === 'present' || known.state === 'found')) return known
  throw new AnlaufError('not-found', `The vault holds no ${name} in ${repository}.`, {
    hint: 'Check --repository, and make the list anew: it may be older than the last prune.',
  })
}

async function readLedger(journal: string): Promise<Ledger> {
  const ledger = createLedger()
  const problems: string[] = []
  const lines = readJournal(journalBytes(journal), ({ message }) => problems.push(message))
  for await (const { line } of lines) ledger.apply(line)
  const [problem] = problems
  if (problem === undefined) return ledger
  throw new AnlaufError('evidence-broken', `The journal ${journal} is broken: ${problem}.`, {
    hint: 'Delete nothing. Run "anlauf vault audit" with the last checkpoint first.',
  })
}

/** The key's public half names the vault. */
function vaultFingerprint(vault: string): string {
  return keyFingerprint(createPublicKey(readFileSync(join(vault, 'vault.key'), 'utf8')))
}
