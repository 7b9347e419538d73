import { type CaseState, initialCase, lastingWords, put } from '../case/index.ts'
import { type DocumentTag, taggingRoles } from './document-tag.ts'
import { filingName, type Revision } from './filing.ts'
import type { FilingEvent } from './filing-event.ts'
import {
  approvalHash,
  consentHash,
  type FilingSignature,
  isFilingSignedBy,
  tagHash,
} from './signed-filing.ts'

/** A person's yes, with a key in a file or with a passkey under a request. */
export interface FilingApproval extends Omit<FilingSignature, 'signature'> {
  readonly incomplete?: string
  /** Of a passkey: when it was given. */
  readonly at?: string
}

export interface Consent {
  readonly document: string
  readonly tag: string
  readonly into: string
  readonly reason: string
  readonly signed: readonly FilingSignature[]
}

/** Everything the log says about documents for recipients. */
export interface FilingLog {
  readonly case: CaseState
  /** By name, oldest first. */
  readonly revisions: ReadonlyMap<string, readonly Revision[]>
  /** Filings by the content of their revisions. */
  readonly named: ReadonlyMap<string, string>
  /** By content hash; of keys in files. */
  readonly approvals: ReadonlyMap<string, readonly FilingApproval[]>
  /** By document, tag, filing and reason. */
  readonly consents: ReadonlyMap<string, Consent>
  /** By SHA-256 of a file: everything that it was said to be. */
  readonly tags: ReadonlyMap<string, readonly TaggedAs[]>
}

export interface TaggedAs {
  readonly tag: DocumentTag
  readonly label: string
  readonly person?: string
  readonly keyId?: string
}

export function emptyFilings(caseId: string): FilingLog {
  return {
    case: initialCase(caseId),
    revisions: new Map(),
    named: new Map(),
    approvals: new Map(),
    consents: new Map(),
    tags: new Map(),
  }
}

/** The log after an event. Never refuses; a signature that does not fit counts for nothing. */
export function withFiling(log: FilingLog, event: FilingEvent): FilingLog {
  switch (event.type) {
    case 'filing.drafted': {
      const { type: _type, ...revision } = event
      const name = filingName(revision)
      const known = log.revisions.get(name) ?? []
      if (revision.revision !== known.length + 1) return log
      return {
        ...log,
        revisions: put(log.revisions, name, [...known, revision]),
        named: put(log.named, revision.contentHash, name),
      }
    }
    case 'filing.approved': {
      const { filing: name, incomplete, signed } = event
      const contentHash = approvalHash(signed.contentHash, incomplete)
      const isKnown = log.revisions.get(name)?.some((one) => one.contentHash === signed.contentHash)
      if (isKnown !== true) return log
      if (!isFilingSignedBy(log.case, { subject: 'filing', name, contentHash }, signed)) return log
      const { signature: _signature, ...given } = signed
      const approval = { ...given, ...(incomplete !== undefined && { incomplete }) }
      const all = [...(log.approvals.get(signed.contentHash) ?? []), approval]
      return { ...log, approvals: put(log.approvals, signed.contentHash, all) }
    }
    case 'document.tagged':
      return withTag(log, event)
    case 'filing.consented': {
      const { document, tag, into, reason, signed } = event
      const contentHash = consentHash(document, tag, reason)
      if (!isFilingSignedBy(log.case, { subject: 'consent', name: into, contentHash }, signed)) return log
      const name = consentName({ document, tag, into, reason })
      const before = log.consents.get(name)?.signed ?? []
      return {
        ...log,
        consents: put(log.consents, name, { document, tag, into, reason, signed: [...before, signed] }),
      }
    }
  }
}

/** That something is kept apart is believed from anybody; that it is free, only from who may say so. */
function withTag(log: FilingLog, event: Extract<FilingEvent, { type: 'document.tagged' }>): FilingLog {
  const { document, tag, label, signed } = event
  if (signed === undefined ? tag === 'free' : !isTagSigned(log, event, signed)) return log
  const tagged: TaggedAs = {
    tag,
    label,
    ...(signed !== undefined && { person: signed.person, keyId: signed.keyId }),
  }
  return { ...log, tags: put(log.tags, document, [...(log.tags.get(document) ?? []), tagged]) }
}

function isTagSigned(
  log: FilingLog,
  { document, tag, label }: Extract<FilingEvent, { type: 'document.tagged' }>,
  signed: FilingSignature,
): boolean {
  if (tag === 'free' && !(taggingRoles as readonly string[]).includes(signed.role)) return false
  const contentHash = tagHash(document, tag, label)
  return isFilingSignedBy(log.case, { subject: 'tag', name: document, contentHash }, signed)
}

/** What a file is now: kept apart as soon as anybody says so; free only by a word whose key still counts. */
export function tagsOf(log: FilingLog, document: string): ReadonlySet<DocumentTag> {
  const standing = (log.tags.get(document) ?? []).filter(
    ({ tag, keyId }) => tag !== 'free' || (keyId !== undefined && !log.case.revoked.has(keyId)),
  )
  return new Set(standing.map(({ tag }) => tag))
}

export function consentName({ document, tag, into, reason }: Omit<Consent, 'signed'>): string {
  return JSON.stringify([document, tag, into, reason])
}

/** The last revision of a filing. */
export function latestRevision(log: FilingLog, name: string): Revision | undefined {
  return log.revisions.get(name)?.at(-1)
}

/** Approvals of exactly this content by keys that still count: in files, and passkeys. One person counts once. */
export function standingApprovals(log: FilingLog, contentHash: string): readonly FilingApproval[] {
  const byFile = (log.approvals.get(contentHash) ?? []).filter(({ keyId }) => !log.case.revoked.has(keyId))
  const byPasskey = passkeyApprovals(log, contentHash).filter(
    (one) => !byFile.some((other) => other.person === one.person && other.role === one.role),
  )
  return [...byFile, ...byPasskey]
}

/** What a request for signatures on a filing carries beside its hash. */
export interface AskedFiling {
  /** Content hash of the revision. */
  readonly document: string
  /** Why it goes out although required answers are missing. */
  readonly incomplete?: string
}

/** Undefined for content that is none of a filing. */
export function askedFiling(content: Readonly<Record<string, unknown>> | undefined): AskedFiling | undefined {
  const { document, incomplete } = content ?? {}
  if (typeof document !== 'string') return undefined
  return { document, ...(typeof incomplete === 'string' && { incomplete }) }
}

function passkeyApprovals({ case: state, named }: FilingLog, document: string): readonly FilingApproval[] {
  const name = named.get(document)
  if (name === undefined) return []
  const subject = { kind: 'filing', name } as const
  const asked = (state.asked.get(`filing ${name}`) ?? []).flatMap((id) => {
    const request = state.requests.get(id)
    const of = askedFiling(request?.content)
    // What was signed is the hash; that it is this document with this reason has to follow from it.
    const isOurs = of?.document === document && request?.contentHash === approvalHash(document, of.incomplete)
    return isOurs ? [of.incomplete] : []
  })
  return [...new Set(asked)].flatMap((incomplete) =>
    lastingWords(state, subject, approvalHash(document, incomplete)).map((word) => ({
      ...word,
      contentHash: document,
      ...(incomplete !== undefined && { incomplete }),
    })),
  )
}

/**
 * Enough people for a duty: two of them with two keys, and each of its roles held by another one. A duty of one role
 * needs that role and anybody registered beside it.
 */
export function isEnough(
  roles: readonly string[],
  signatures: readonly Pick<FilingSignature, 'person' | 'role' | 'keyId'>[],
): boolean {
  const [first, second] = roles
  if (first === undefined) return true
  return signatures.some(
    (one) =>
      one.role === first &&
      signatures.some(
        (other) =>
          other.person !== one.person &&
          other.keyId !== one.keyId &&
          (second === undefined || other.role === second),
      ),
  )
}

/** Who may let a document that is kept apart be used against its author: counsel and who answers for the house. */
export const consentRoles = ['legal', 'management'] as const

/** True when two people let exactly this document into exactly this filing. */
export function isConsented(log: FilingLog, document: string, tag: string, into: string): boolean {
  return [...log.consents.values()].some(
    (consent) =>
      consent.document === document &&
      consent.tag === tag &&
      consent.into === into &&
      isEnough(
        consentRoles,
        consent.signed.filter(({ keyId }) => !log.case.revoked.has(keyId)),
      ),
  )
}
