import type { Entry, EntryDraft } from './entry.ts'

/** Port: the append-only log of cases. */
export interface EvidenceLog {
  /** Seals and stores drafts at the end of a case's chain, all or nothing; durable when it resolves. */
  append(caseId: string, drafts: readonly EntryDraft[]): Promise<readonly Entry[]>
  /**
   * As `append`, but only directly behind entry `seq` (0 for an empty chain). Undefined, with nothing stored, when
   * the chain went on since: what was decided on its state has to be decided again.
   */
  appendAfter(
    caseId: string,
    seq: number,
    drafts: readonly EntryDraft[],
  ): Promise<readonly Entry[] | undefined>
  /** The entries of a case in order, from a sequence number on (default: the first, 1). */
  read(caseId: string, fromSeq?: number): AsyncIterable<Entry>
}
