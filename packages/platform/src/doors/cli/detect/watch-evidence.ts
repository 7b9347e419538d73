import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'

import {
  type ChainHead,
  emptyChain,
  entryHash,
  type EvidenceAction,
  type Json,
  sealEntries,
  verifyEntries,
} from '../../../core/evidence/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'

/** What a watcher did, in an order that nobody changes unnoticed: one chain for each set of watched folders. */
export interface WatchEvidence {
  readonly file: string
  /** Why a chain that was there before was set aside, or undefined. */
  readonly setAside: string | undefined
  /** Durable when it returns. `data` holds counts and kinds, never names of files. Throws when nothing can be written. */
  add(kind: WatchEntryKind, data: { readonly [name: string]: Json }): void
}

export type WatchEntryKind = 'watch.began' | 'watch.alarm' | 'watch.step' | 'watch.notice' | 'watch.ended'

const actions: Readonly<Record<WatchEntryKind, EvidenceAction>> = {
  'watch.began': 'access',
  'watch.alarm': 'decide',
  'watch.step': 'decide',
  'watch.notice': 'access',
  'watch.ended': 'access',
}

/**
 * Opens the chain of these folders in `watch/evidence-….ndjson`, whose lines are those of a case's evidence. A chain that
 * was changed, or whose last line was cut off by a crash, is set aside with its name, and a new one begins.
 */
export async function openWatchEvidence(
  context: AnlaufContext,
  roots: readonly string[],
): Promise<WatchEvidence> {
  const name = createHash('sha256').update(roots.toSorted().join('\0')).digest('hex').slice(0, 12)
  const folder = join(context.home, 'watch')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, `evidence-${name}.ndjson`)
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : ['']
  const isCut = lines.pop() !== ''
  const report = await verifyEntries(lines)
  let head: ChainHead = lines.length === 0 ? emptyChain : { seq: report.entries, hash: report.head }
  let setAside: string | undefined
  if (isCut || report.problems.length > 0) {
    const aside = `${file}.${context.now().toISOString().replaceAll(':', '-')}.broken`
    renameSync(file, aside)
    setAside = `${report.problems[0]?.message ?? 'its last line is cut off'}; kept as ${aside}`
    head = emptyChain
  }
  return {
    file,
    setAside,
    add(kind, data) {
      const { actor, at } = signature(context)
      const sealed = sealEntries(`watch-${name}`, head, [{ actor, at, action: actions[kind], kind, data }])
      appendFileSync(file, sealed.lines.map((line) => `${line}\n`).join(''), { mode: 0o600, flush: true })
      head = { seq: sealed.head.seq, hash: entryHash(sealed.lines.at(-1) ?? '') }
    },
  }
}
