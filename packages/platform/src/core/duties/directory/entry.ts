import type { GermanLand, Words } from '../../estate/index.ts'
import type { AuthorityId } from '../authorities.ts'

/** How to reach an authority, as data that ages. */
export interface DirectoryEntry {
  readonly id: string
  /** Recipients of the rules that it stands for. */
  readonly for: readonly AuthorityId[]
  /** Of authorities that every Land has: whose it is. */
  readonly land?: GermanLand
  readonly name: Words
  readonly portal?: string
  /** When the portal does not answer. */
  readonly mail?: string
  readonly phone?: string
  /** A portal that lets nobody in without an account made before. */
  readonly account?: Words
  readonly note?: Words
  /** Day on which somebody compared it with the source; absent: nobody did. */
  readonly checkedAt?: string
  readonly source: string
}
