import type { EventOf } from '../case/index.ts'
import type { Words } from '../estate/index.ts'
import type { ClaimStatement } from './claims/claim.ts'
import type { Draft } from './draft.ts'
import type { Signature } from './signed.ts'
import type { ServiceStatement } from './stated-services.ts'

/** What happened to public texts and claims; it stands in the case's log beside the events of the case. */
export type DeskEvent =
  | ({ readonly type: 'update.drafted' } & Draft)
  | ({ readonly type: 'update.approved'; readonly update: string } & Signature)
  | {
      readonly type: 'update.rejected'
      readonly update: string
      readonly contentHash: string
      readonly person: string
      readonly why: string
    }
  | EventOf<'update.published'>
  | {
      /** It went to others than the public. */
      readonly type: 'update.handedOut'
      readonly update: string
      readonly text: Words
      readonly contentHash: string
    }
  | { readonly type: 'service.stated'; readonly statement: ServiceStatement; readonly signed: Signature }
  | { readonly type: 'claim.stated'; readonly statement: ClaimStatement; readonly signed: Signature }
