import type { EntryDraft, EvidenceLog } from '../../../core/evidence/index.ts'
import type { VaultLog } from './log.ts'

/** What the vault tells a case: refused writes, alarms, deletions, signed checkpoints. */
export interface EvidenceFeed {
  add(draft: EntryDraft): void
  /** Stores what is waiting; what cannot be stored waits on. */
  flush(): Promise<void>
}

/** A database that is away must not take the vault's memory: the journal has it all anyway. */
const maxWaiting = 10_000
/** Entries of one transaction. */
const maxBatch = 500

/** Feeds a case; without one it takes nothing. */
export function evidenceFeed(
  target: { readonly log: EvidenceLog; readonly caseId: string } | undefined,
  log: VaultLog,
): EvidenceFeed {
  let waiting: EntryDraft[] = []
  let lost = 0
  let flushing: Promise<void> | undefined

  async function store(): Promise<void> {
    if (target === undefined) return
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxBatch)
      try {
        await target.log.append(target.caseId, batch)
      } catch (error) {
        log('error', 'evidence not stored', { waiting: waiting.length, reason: String(error) })
        return
      }
      waiting = waiting.slice(batch.length)
    }
  }

  return {
    add(draft) {
      if (target === undefined) return
      if (waiting.length < maxWaiting) waiting.push(draft)
      else if ((lost += 1) === 1) log('error', 'evidence is dropped', { waiting: waiting.length })
    },
    async flush() {
      flushing ??= store().finally(() => (flushing = undefined))
      await flushing
    },
  }
}
