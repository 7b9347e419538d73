import type { Estate } from '../estate/index.ts'
import type { ClaimStatement } from './claims/claim.ts'
import type { Finding } from './checks/finding.ts'
import type { Reached, Told } from './content/told.ts'
import type { Desk } from './desk.ts'
import type { DeskEvent } from './events.ts'
import type { ServiceStatement } from './stated-services.ts'
import type { Draft } from './draft.ts'

/** When it is decided, and about whose services and customers. */
export interface Circumstances {
  readonly estate: Estate
  readonly now: Date
  /** What tenants were told by other ways than the desk's own texts. */
  readonly told?: Told
  /** How customers were reached by name; the closing report says it. */
  readonly reached?: Reached
}

/** What somebody wants of the desk. */
export type DeskCommand =
  | {
      readonly command: 'draft'
      readonly draft: Draft
      /** One language was changed and the other still says the same. */
      readonly sameMeaning?: boolean
    }
  | {
      readonly command: 'approve' | 'reject'
      readonly update: string
      readonly contentHash: string
      readonly person: string
      /** Of an approval. */
      readonly signature?: string
      /** Of a rejection. */
      readonly why?: string
    }
  | { readonly command: 'publish'; readonly update: string }
  | {
      readonly command: 'stateService'
      readonly statement: ServiceStatement
      readonly person: string
      readonly signature: string
    }
  | {
      readonly command: 'state'
      readonly statement: ClaimStatement
      readonly person: string
      readonly signature: string
    }

/** Why nothing happens; with everything that was found in a text. */
export interface DeskRefusal {
  readonly refused:
    | 'not-open'
    | 'bad-text'
    | 'bad-form'
    | 'unknown-update'
    | 'unknown-person'
    | 'wrong-content'
    | 'wrong-signature'
    | 'already-done'
    | 'not-approved'
  readonly message: string
  readonly hint: string
  readonly findings: readonly Finding[]
}

export function isDeskRefusal(result: readonly DeskEvent[] | DeskRefusal): result is DeskRefusal {
  return 'refused' in result
}

export function deskRefusal(
  refused: DeskRefusal['refused'],
  message: string,
  hint: string,
  findings: readonly Finding[] = [],
): DeskRefusal {
  return { refused, message, hint, findings }
}

export function saidBefore(person: string): DeskRefusal {
  return deskRefusal(
    'already-done',
    `${person} signed exactly this before; a signature counts once.`,
    'To say it again, sign it with a new "as of".',
  )
}

export function unknownPerson(desk: Desk, person: string): DeskRefusal {
  const known = [...desk.case.approvers.keys()].join(', ') || 'nobody yet'
  return deskRefusal(
    'unknown-person',
    `${person} is not registered as approver.`,
    `Registered: ${known}. Register with "anlauf case approver".`,
  )
}
