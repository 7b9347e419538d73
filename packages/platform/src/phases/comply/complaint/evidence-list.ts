import type { CustodyLog } from '../../../core/custody/index.ts'
import { type FilingLog, tagsOf } from '../../../core/filings/index.ts'
import type { RegisterLine } from '../registers.ts'

/**
 * Originals with what happened to each: hash, size, who has copies, when it was last found intact. What is kept apart is
 * not on the list, and what was erased is, with the reason.
 */
export function evidenceList(custody: CustodyLog, filings: FilingLog): readonly RegisterLine[] {
  return [...custody.items.values()]
    .filter(({ sha256 }) => [...tagsOf(filings, sha256)].every((tag) => tag === 'free'))
    .map((item) => ({
      label: item.label,
      sha256: item.sha256,
      bytes: String(item.size),
      securedAt: item.acquiredAt,
      madeFrom: item.parent.join(' '),
      lastVerified:
        item.lastVerified === undefined ? '' : `${item.lastVerified.at} ${item.lastVerified.outcome}`,
      readings: String(item.accesses),
      handedTo: item.transfers.map(({ at, to }) => `${at} ${to}`).join('; '),
      held: item.heldBecause ?? '',
      erased: item.erasedBecause ?? '',
    }))
}
