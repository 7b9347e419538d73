import type { Approver } from '../case/index.ts'
import type { Duty } from '../duties/index.ts'
import { AnlaufError } from '../failure.ts'
import { type DocumentTag, taggingRoles } from './document-tag.ts'
import { filingName, type Revision } from './filing.ts'
import type { FilingEvent } from './filing-event.ts'
import {
  consentName,
  consentRoles,
  type FilingLog,
  latestRevision,
  standingApprovals,
  tagsOf,
} from './filing-log.ts'
import { approvalHash, consentHash, isFilingSignedBy, tagHash } from './signed-filing.ts'

export type FilingCommand =
  /** Drafts as they read now; those that say what their last revision says change nothing. */
  | { readonly command: 'draft'; readonly drafts: readonly Omit<Revision, 'revision'>[] }
  | {
      readonly command: 'approve'
      readonly filing: string
      readonly duty: Duty
      readonly contentHash: string
      readonly incomplete?: string
      readonly person: string
      readonly signature: string
    }
  | {
      readonly command: 'consent'
      readonly document: string
      readonly tag: string
      readonly into: string
      readonly reason: string
      readonly person: string
      readonly signature: string
    }
  | TagCommand

/** What somebody, or the program itself, says a file is. */
export interface TagCommand {
  readonly command: 'tag'
  readonly document: string
  readonly tag: DocumentTag
  readonly label: string
  readonly person?: string
  readonly signature?: string
}

type Of<Name extends FilingCommand['command']> = Extract<FilingCommand, { readonly command: Name }>

/** Revisions of one document; who needs more has a fact that flickers. */
export const maxRevisions = 500

/** The events of a command. Throws `input-invalid` or `not-found` for what the case does not allow. Pure. */
export function decideFiling(log: FilingLog, command: FilingCommand): readonly FilingEvent[] {
  if (log.case.status === 'none') refuse('No case was declared.', 'Declare the case first.')
  switch (command.command) {
    case 'draft':
      return command.drafts.flatMap((draft) => drafted(log, draft))
    case 'approve':
      return [approved(log, command)]
    case 'consent':
      return [consented(log, command)]
    case 'tag':
      return tagged(log, command)
  }
}

function drafted(log: FilingLog, draft: Omit<Revision, 'revision'>): readonly FilingEvent[] {
  const name = filingName(draft)
  const last = latestRevision(log, name)
  if (last?.substance === draft.substance) return []
  const revision = (last?.revision ?? 0) + 1
  if (revision > maxRevisions) {
    refuse(`${name} has ${maxRevisions} revisions.`, 'Look at which fact changes all the time.')
  }
  return [{ type: 'filing.drafted', ...draft, revision }]
}

function approved(log: FilingLog, command: Of<'approve'>): FilingEvent {
  const { filing, duty, contentHash, incomplete, person, signature } = command
  const last = latestRevision(log, filing)
  if (last === undefined) {
    throw new AnlaufError('not-found', `There is no draft "${filing}".`, {
      hint: `Make one: anlauf duty draft --duty ${duty.id}.`,
    })
  }
  if (last.contentHash !== contentHash) {
    refuse(`${filing} was drafted anew since.`, 'Read the new revision and sign that one.')
  }
  if (last.missing.length > 0 && incomplete === undefined) {
    throw new AnlaufError(
      'gate-closed',
      `${filing} lacks ${last.missing.length} required answers: ${last.missing.slice(0, 12).join(', ')}${last.missing.length > 12 ? ' …' : ''}.`,
      {
        hint: 'State the facts, or sign with --incomplete and why it cannot wait; what is missing is then sent later.',
      },
    )
  }
  const approver = approverNamed(log, person)
  if (duty.approve.length > 1 && !duty.approve.includes(approver.role)) {
    refuse(
      `${person} (${approver.role}) does not sign off ${duty.id}.`,
      `It is signed off by: ${duty.approve.join(' and ')}.`,
    )
  }
  const { role, keyId } = approver
  const signed = { person, role, keyId, contentHash, signature }
  const what = {
    subject: 'filing',
    name: filing,
    contentHash: approvalHash(contentHash, incomplete),
  } as const
  if (!isFilingSignedBy(log.case, what, signed)) refuseSignature(person)
  const before = standingApprovals(log, contentHash)
  if (before.some((one) => one.person === person || one.keyId === keyId)) {
    refuse(`${person}, or the same key, signed this already.`, 'A second person with an own key has to sign.')
  }
  return { type: 'filing.approved', filing, ...(incomplete !== undefined && { incomplete }), signed }
}

function consented(log: FilingLog, command: Of<'consent'>): FilingEvent {
  const { document, tag, into, reason, person, signature } = command
  if (!/^[0-9a-f]{64}$/.test(document)) {
    refuse('A document is named by its SHA-256.', 'Give 64 hexadecimal digits.')
  }
  const { role, keyId } = approverNamed(log, person)
  if (!(consentRoles as readonly string[]).includes(role)) {
    refuse(`${person} (${role}) cannot consent to this.`, `It takes: ${consentRoles.join(' and ')}.`)
  }
  const contentHash = consentHash(document, tag, reason)
  const signed = { person, role, keyId, contentHash, signature }
  if (!isFilingSignedBy(log.case, { subject: 'consent', name: into, contentHash }, signed)) {
    refuseSignature(person)
  }
  const before = log.consents.get(consentName({ document, tag, into, reason }))?.signed ?? []
  if (before.some((one) => one.person === person || one.keyId === keyId)) {
    refuse(`${person}, or the same key, consented already.`, 'A second person has to.')
  }
  return { type: 'filing.consented', document, tag, into, reason, signed }
}

function tagged(
  log: FilingLog,
  { document, tag, label, person, signature = '' }: TagCommand,
): readonly FilingEvent[] {
  if (!/^[0-9a-f]{64}$/.test(document)) {
    refuse('A document is named by its SHA-256.', 'Give 64 hexadecimal digits.')
  }
  if (tagsOf(log, document).has(tag)) return []
  if (person === undefined) {
    if (tag === 'free') refuse('That a file is free takes a person.', 'Give --person and --key.')
    return [{ type: 'document.tagged', document, tag, label }]
  }
  const { role, keyId } = approverNamed(log, person)
  if (tag === 'free' && !(taggingRoles as readonly string[]).includes(role)) {
    refuse(`${person} (${role}) cannot say that a file is free.`, `It takes: ${taggingRoles.join(' or ')}.`)
  }
  const contentHash = tagHash(document, tag, label)
  const signed = { person, role, keyId, contentHash, signature }
  if (!isFilingSignedBy(log.case, { subject: 'tag', name: document, contentHash }, signed)) {
    refuseSignature(person)
  }
  return [{ type: 'document.tagged', document, tag, label, signed }]
}

function approverNamed(log: FilingLog, person: string): Approver {
  const found = log.case.approvers.get(person)
  if (found !== undefined) return found
  refuse(
    `${person} is not registered as approver.`,
    `Registered: ${[...log.case.approvers.keys()].join(', ') || 'nobody yet'}. Register with "anlauf case approver".`,
  )
}

function refuseSignature(person: string): never {
  refuse(`The signature is not that of ${person}.`, 'Sign with the registered key.')
}

function refuse(message: string, hint: string): never {
  throw new AnlaufError('input-invalid', message, { hint })
}
