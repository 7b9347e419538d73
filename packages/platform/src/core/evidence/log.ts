import type { Entry, EntryDraft } from './entry.ts'

/** Port: the append-only log of cases. */
export interface EvidenceLog {
  /** Seals and stores drafts at the end of a case's chain, all or nothing; durable when it resolves. */
  append(caseId: string, drafts: readonly EntryDraft[]): Promise<readonly Entry[]>
  /** The entries of a case in order, from a sequence number on (default: the first, 1). */
  read(caseId: string, fromSeq?: number): AsyncIterable<Entry>
}
