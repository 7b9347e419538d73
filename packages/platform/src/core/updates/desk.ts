import { approvalsOf, type CaseState, initialCase } from '../case/index.ts'
import type { Words } from '../estate/index.ts'
import { type ClaimStatement, isOvertaken } from './claims/claim.ts'
import { type Audience, mayGoOut, type Tlp } from './content/audience.ts'
import type { Content } from './content/content.ts'
import { type Correction, type Draft, draftHash, hasTimesOfPublication } from './draft.ts'
import type { Statements } from './service-states.ts'
import type { Signature, Signer } from './signed.ts'

/** A draft with what was decided on it. */
export interface DraftState extends Draft {
  readonly approvals: readonly Signature[]
  /** The last rejection, and the content of all: nothing that was rejected once goes out as it was. */
  readonly rejected?: { readonly person: string; readonly why: string; readonly contentHash: string }
  readonly rejections: readonly string[]
}

/** What the public was told. Its number is its place and never changes. */
export interface Published extends Content {
  readonly number: number
  readonly update: string
  readonly at: string
  readonly asOf: string
  readonly nextBy: string
  /** All of it, slots filled; the parts too. */
  readonly text: Words
  readonly contentHash: string
  readonly corrects?: Correction
  /** What the register said in it. */
  readonly claims: readonly ClaimStatement[]
  /** State of each service then, by its id. */
  readonly states: Readonly<Record<string, string>>
}

/** A text that went to others than the public, or that mail servers say for us. It has no number and no page. */
export interface HandedOut extends Content {
  readonly update: string
  readonly audience: Audience
  readonly tlp: Tlp
  readonly at: string
  readonly text: Words
  readonly contentHash: string
  readonly claims: readonly ClaimStatement[]
}

/** Who stated a claim: with a key in a file, its signature beside it, or with a passkey under a request. */
export interface ClaimSigner extends Signer {
  readonly signature?: string
  readonly request?: string
}

type SignedClaim = ClaimStatement & { readonly signed: readonly ClaimSigner[] }

/** One claim: what is in force, what waits for a second signature, and what was in force last and taken back. */
export interface ClaimState {
  readonly inForce?: SignedClaim & { readonly at: string }
  readonly proposed?: SignedClaim
  readonly takenBack?: SignedClaim & {
    readonly hash: string
    readonly reason: string
    readonly person: string
    readonly at: string
  }
}

/** Everything that is said and may be said in a case. */
export interface Desk {
  readonly case: CaseState
  readonly drafts: ReadonlyMap<string, DraftState>
  readonly published: readonly Published[]
  readonly handedOut: readonly HandedOut[]
  readonly claims: ReadonlyMap<string, ClaimState>
  /** What people said of services, by id. */
  readonly services: Statements
  /** Who signed which statement of a claim or service: each counts once, or an old one would undo a later one. */
  readonly said: ReadonlySet<string>
  /** Publications in the log that two people did not approve; nobody is shown them. */
  readonly unproven: number
}

export function initialDesk(caseId: string): Desk {
  const none = {
    drafts: new Map(),
    published: [],
    handedOut: [],
    claims: new Map(),
    services: new Map(),
    said: new Set<string>(),
    unproven: 0,
  }
  return { case: initialCase(caseId), ...none }
}

/** The claims in force, by name. */
export function claimsInForce({ claims }: Desk): ReadonlyMap<string, ClaimStatement> {
  return new Map(
    [...claims].flatMap(([name, { inForce }]) => (inForce === undefined ? [] : [[name, inForce]])),
  )
}

/** Names what the register says of a claim now: the statement in force, or the one that was taken back; empty for none. */
export function standingHash({ inForce, takenBack }: ClaimState): string {
  return inForce?.signed[0]?.contentHash ?? takenBack?.hash ?? ''
}

/** Names a statement by one person, for `said`. */
export function saidBy({ person, contentHash }: Pick<Signature, 'person' | 'contentHash'>): string {
  return `${contentHash} ${person}`
}

/** Approvals of a draft as it reads now; a claim that changed since voids them, and passkeys' end with their request. */
export function validApprovals(desk: Desk, draft: DraftState, now: Date): readonly Signer[] {
  const hash = draftHash(desk.case.id, draft, claimsInForce(desk))
  const byFile = draft.approvals.filter(
    ({ contentHash, keyId }) => contentHash === hash && !desk.case.revoked.has(keyId),
  )
  const subject = { kind: 'update', name: draft.update } as const
  const byPasskey = approvalsOf(desk.case, subject, hash, now.toISOString())
  return [
    ...byFile,
    ...byPasskey.map(({ person, role, keyId }) => ({ person, role, keyId, contentHash: hash })),
  ]
}

export type DraftStage = 'in review' | 'rejected' | 'approved' | 'expired'

/** An approved text has to go out while what it says is young: a day is a long time in an incident. */
export const maxAgeHours = 24

/** Where a draft stands at a moment. */
export function stageOfDraft(desk: Desk, draft: DraftState, now: Date): DraftStage {
  if (draft.rejections.includes(draftHash(desk.case.id, draft, claimsInForce(desk)))) return 'rejected'
  if (isExpired(draft, now)) return 'expired'
  return mayGoOut(draft, validApprovals(desk, draft, now)) ? 'approved' : 'in review'
}

export function isExpired(draft: Draft, now: Date): boolean {
  const { asOf, nextBy, goodUntil } = draft
  if (goodUntil !== undefined && Date.parse(goodUntil) <= now.getTime()) return true
  if (hasTimesOfPublication(draft)) return false
  if (nextBy !== undefined && Date.parse(nextBy) <= now.getTime()) return true
  return asOf !== undefined && now.getTime() - Date.parse(asOf) > maxAgeHours * 3_600_000
}

/** An update that said what the register no longer says: somebody has to correct it in public. */
export interface CorrectionTask {
  readonly number: number
  readonly claim: string
  readonly said: ClaimStatement
  /** What the register says now; undefined when it was taken back and nothing took its place. */
  readonly now: ClaimStatement | undefined
}

/** Open corrections. One is done when an update corrects that number. */
export function correctionTasks(desk: Desk): readonly CorrectionTask[] {
  return uncorrected(desk).flatMap(({ number, claims }) =>
    claims.flatMap((said) => {
      const { inForce: now, takenBack } = desk.claims.get(said.claim) ?? {}
      const isOpen =
        now === undefined ? takenBack !== undefined && said.state !== 'unknown' : isOvertaken(said, now)
      return isOpen ? [{ number, claim: said.claim, said, now }] : []
    }),
  )
}

/** What stands in public as it was said: no later update corrects it. */
export function uncorrected({ published }: Desk): readonly Published[] {
  const corrected = new Set(published.flatMap(({ corrects }) => corrects?.number ?? []))
  return published.filter(({ number }) => !corrected.has(number))
}
