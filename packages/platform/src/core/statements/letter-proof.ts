import {
  type ApprovalRequest,
  type EventOf,
  eventOf,
  keptApprovals,
  lettersOf,
  requestStatement,
} from '../case/index.ts'
import { type Entry, type MerkleProver, merkleProver } from '../evidence/index.ts'
import { decisionMessage } from '../updates/index.ts'
import { letterKey, readerOf, type Revision, type StatementDesk } from './statement-desk.ts'

type GivenEvent = EventOf<'approval.given'>

/** What a proof needs of the log beside the desk: the signatures under requests, to the byte. */
export interface SignedWords {
  /** Reads one more entry, in the order of the log. */
  add(entry: Entry): void
  /** What a person said under a request at a moment. */
  of(request: string, person: string, at: string): GivenEvent | undefined
}

export function signedWords(): SignedWords {
  const given = new Map<string, GivenEvent>()
  return {
    add(entry) {
      const event = entry.kind === 'approval.given' ? eventOf(entry) : undefined
      if (event?.type !== 'approval.given' || event.verdict !== 'approve') return
      given.set(`${readerOf(event.request, event.person)} ${entry.at}`, event)
    },
    of: (request, person, at) => given.get(`${readerOf(request, person)} ${at}`),
  }
}

/** Makes the proofs of many letters of one case: a tree that many share is built once. */
export type LetterProver = (tenant: string, revision: Revision) => string

/**
 * What shows, without us, that a letter was signed: its line, its way up the tree over all letters that were signed with
 * it, the texts that people signed, their keys and signatures. One fact a line, for a shell (`verifyLetterScript`):
 *
 *     anlauf-letter-proof/1
 *     letter HASH TENANT                 SHA-256 of the signed content, as its line in the request
 *     place AT SIZE, up HASH …           way from that line to the root (RFC 9162, 2.1), base64
 *     signed ROLE FINGERPRINT PERSON     then of each signature, base64: key (PEM), statement, signature, and of a
 *                                        passkey head (hash of the request's entry), authdata, clientdata
 *
 * Names no other customer: of the other letters only hashes of their lines are in it.
 */
export function letterProver(desk: StatementDesk, words: SignedWords): LetterProver {
  const trees = new Map<string, Tree>()
  const treeOf = (request: ApprovalRequest): Tree => {
    const known = trees.get(request.request) ?? treeOver(request)
    trees.set(request.request, known)
    return known
  }
  return (tenant, revision) => {
    const { contentHash } = revision
    const line = letterKey(tenant, contentHash)
    return [
      'anlauf-letter-proof/1',
      `letter ${line}`,
      ...byFile(desk, tenant, revision),
      ...(desk.asked.get(line) ?? []).flatMap((id) => {
        const request = desk.case.requests.get(id)
        return request === undefined ? [] : byPasskey(desk, words, request, treeOf(request), line)
      }),
      '',
    ].join('\n')
  }
}

interface Tree {
  readonly places: ReadonlyMap<string, number>
  readonly prover: MerkleProver
}

function treeOver(request: ApprovalRequest): Tree {
  // In the order of the request: that is what was hashed.
  const lines = (lettersOf(request)?.letters ?? []).map((one) => letterKey(one.tenant, one.contentHash))
  return { places: new Map(lines.map((line, at) => [line, at])), prover: merkleProver(lines) }
}

/** Signatures by keys in files: each over this letter alone. */
function byFile(
  desk: StatementDesk,
  tenant: string,
  { contentHash, approvals }: Revision,
): readonly string[] {
  return approvals.flatMap((one) => {
    const { person, role, keyId, signature } = one
    const approver = desk.case.approvers.get(person)
    if (one.contentHash !== contentHash || desk.case.revoked.has(keyId) || approver === undefined) return []
    const decision = {
      case: desk.case.id,
      subject: 'statement',
      name: tenant,
      contentHash,
      person,
      role,
    } as const
    return [
      `signed ${role} ${keyId} ${person}`,
      `key ${base64(approver.publicKey)}`,
      `statement ${base64(decisionMessage(decision))}`,
      `signature ${signature}`,
    ]
  })
}

/** Signatures by passkeys: over the root of the tree, bound to the entry of the request. */
function byPasskey(
  desk: StatementDesk,
  words: SignedWords,
  request: ApprovalRequest,
  { places, prover }: Tree,
  line: string,
): readonly string[] {
  const at = places.get(line)
  if (at === undefined) return []
  const signers = keptApprovals(desk.case, request).flatMap(({ person, role, keyId, at: saidAt }) => {
    const word = words.of(request.request, person, saidAt)
    const key = desk.case.credentials.get(keyId)
    const passkey = word?.seal.passkey
    const isCounting = desk.read.has(readerOf(request.request, person)) && word?.seal.keyId === keyId
    if (!isCounting || key === undefined || passkey === undefined || word === undefined) return []
    return [
      `signed ${role} ${keyId} ${person}`,
      `key ${base64(key.publicKey)}`,
      `statement ${base64(requestStatement(desk.case.id, request, word))}`,
      `signature ${word.seal.signature}`,
      `head ${Buffer.from(request.head, 'hex').toString('base64')}`,
      `authdata ${passkey.authenticatorData}`,
      `clientdata ${passkey.clientDataJSON}`,
    ]
  })
  if (signers.length === 0) return []
  return [
    `place ${at} ${prover.size}`,
    ...prover.inclusion(at).map((hash) => `up ${hash.toString('base64')}`),
    ...signers,
  ]
}

function base64(bytes: string | Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
