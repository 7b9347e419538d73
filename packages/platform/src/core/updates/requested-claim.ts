import { type ApprovalRequest, keptApprovals } from '../case/index.ts'
import { type AskedClaim, askedClaim } from './asked-claim.ts'
import { type ClaimSigner, type ClaimState, type Desk, standingHash } from './desk.ts'
import { claimRoles, mayState } from './roles.ts'

/**
 * The desk after somebody signed, or took a word back, under a request about a claim; its case is the one after that.
 * With the last signature that its state needs a statement is in force, as one by keys in files is; when those words are
 * taken back so that too few are left, the register says nothing in its place.
 */
export function withRequestedClaim(desk: Desk, id: string, at: string): Desk {
  const request = desk.case.requests.get(id)
  const asked = request && askedClaim(desk.case.id, request)
  if (request === undefined || asked === undefined) return desk
  const { name } = request.subject
  const known = desk.claims.get(name) ?? {}
  const next =
    asked.kind === 'state'
      ? afterStatement(desk, known, { request, asked, at })
      : afterTakingBack(desk, known, { request, asked, at })
  return next === known ? desk : { ...desk, claims: new Map(desk.claims).set(name, next) }
}

interface Under<Kind extends AskedClaim['kind']> {
  readonly request: ApprovalRequest
  readonly asked: Extract<AskedClaim, { readonly kind: Kind }>
  readonly at: string
}

function afterStatement(desk: Desk, known: ClaimState, { request, asked, at }: Under<'state'>): ClaimState {
  const { inForce, proposed, takenBack } = known
  const { contentHash } = request
  const { statement, over } = asked
  const isSame = (one: { readonly signed: readonly ClaimSigner[] } | undefined): boolean =>
    one?.signed.some((other) => other.contentHash === contentHash) === true
  if (inForce !== undefined && isSame(inForce)) {
    const signed = [...others(inForce.signed, request), ...leftWords(request)]
    if (mayState(statement.state, signed)) return { ...known, inForce: { ...inForce, signed } }
    const { at: _at, signed: was, ...said } = inForce
    const reason = request.withdrawn?.reason ?? 'word taken back'
    return {
      ...(proposed && { proposed }),
      takenBack: { ...said, signed: was, hash: contentHash, reason, person: whoLeft(request, was), at },
    }
  }
  // The register went on since this was asked: who signs it now would undo what others said after it.
  if (standingHash(known) !== over) return known
  const before = isSame(proposed) ? (proposed?.signed ?? []) : []
  const byOthers = others(before, request).filter(({ keyId }) => !desk.case.revoked.has(keyId))
  const words = keptApprovals(desk.case, request).map((word) => signerOf(word, request))
  const signed = [
    ...byOthers,
    ...words.filter((word) => byOthers.every(({ person }) => person !== word.person)),
  ]
  if (mayState(statement.state, signed)) return { inForce: { ...statement, at, signed } }
  const kept = { ...(inForce && { inForce }), ...(takenBack && { takenBack }) }
  if (signed.length > 0) return { ...kept, proposed: { ...statement, signed } }
  return isSame(proposed) ? kept : known
}

function afterTakingBack(
  desk: Desk,
  known: ClaimState,
  { request, asked, at }: Under<'takeBack'>,
): ClaimState {
  const { inForce, proposed } = known
  const word = keptApprovals(desk.case, request).find(({ role }) =>
    (claimRoles as readonly string[]).includes(role),
  )
  if (inForce === undefined || word === undefined || standingHash(known) !== asked.takesBack) return known
  const { at: _at, ...said } = inForce
  return {
    ...(proposed && { proposed }),
    takenBack: { ...said, hash: asked.takesBack, reason: asked.reason, person: word.person, at },
  }
}

/** A revoked key leaves it in force: what was known does not vanish with a key; a request called off does take it back. */
function leftWords(request: ApprovalRequest): readonly ClaimSigner[] {
  if (request.withdrawn !== undefined) return []
  return request.given.filter(({ verdict }) => verdict === 'approve').map((word) => signerOf(word, request))
}

function signerOf(
  { person, role, keyId }: Pick<ClaimSigner, 'person' | 'role' | 'keyId'>,
  { request, contentHash }: ApprovalRequest,
): ClaimSigner {
  return { person, role, keyId, contentHash, request }
}

function others(signed: readonly ClaimSigner[], { request }: ApprovalRequest): readonly ClaimSigner[] {
  return signed.filter((one) => one.request !== request)
}

/** Whose word is gone: who called the request off, or who signed and is not under it any more. */
function whoLeft(request: ApprovalRequest, was: readonly ClaimSigner[]): string {
  const left = new Set(leftWords(request).map(({ person }) => person))
  const gone = was.find((one) => one.request === request.request && !left.has(one.person))
  return request.withdrawn?.by ?? gone?.person ?? ''
}
