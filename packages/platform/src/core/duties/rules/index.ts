/**
 * The rules of law as data: rows L1 to L30 of the duty table, each with its norm, start, period, recipient and days
 * of validity.
 *
 * Guarantees: every row is there, frozen, and says how far its text was verified; one digest names the whole set.
 * Not guaranteed: that a rule is right. Every one is a draft until counsel has signed it off.
 */
import { createHash } from 'node:crypto'

import { deepFreeze } from '../../estate/index.ts'
import { canonicalJson, type Json } from '../../evidence/index.ts'
import type { Duty } from '../duty.ts'
import { otherDuties } from './abroad-and-pending.ts'
import { bsigDuties, sectorDuties } from './bsig.ts'
import { doraDuties } from './dora.ts'
import { gdprDuties } from './gdpr.ts'
import { partyDuties } from './products-and-parties.ts'

/** In the order of the duty table. */
export const duties: readonly Duty[] = deepFreeze(
  [...gdprDuties, ...bsigDuties, ...sectorDuties, ...doraDuties, ...partyDuties, ...otherDuties].sort(
    (a, b) => Number(a.row.slice(1)) - Number(b.row.slice(1)),
  ),
)

/** SHA-256 over the canonical form of all rules; stands in every entry that was decided under them. */
export const dutyRulesDigest: string = createHash('sha256')
  .update(canonicalJson(duties as unknown as Json))
  .digest('hex')
