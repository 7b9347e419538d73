import { evidenceLogWithin } from '../../../adapters/database/index.ts'
import {
  approverKeyId,
  type CaseState,
  type Command,
  decide,
  draftOf,
  isRefusal,
  type Refusal,
  vouchersOf,
} from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import {
  decideResponse,
  isResponseRefusal,
  refusedError,
  type ResponseState,
} from '../../../core/response/index.ts'
import { requirePermission } from '../access/permissions.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { answerBefore, type KeyedRequest, keepAnswer, requestDigest } from './answered-requests.ts'

interface Asked {
  readonly caseId: string
  readonly command: Command
  /** The entry up to which the caller knew the case. */
  readonly ifMatch: number
  readonly key: string
  readonly principal: Principal | undefined
}

/**
 * Decides a command on exactly the case that the caller saw, appends its events and keeps the answer, all or nothing:
 * however often a request is repeated, it happens once. Throws `case-moved-on`, `gate-closed`, `input-invalid`,
 * `not-permitted`.
 */
export async function execute(
  parts: Pick<ApiParts, 'database' | 'log' | 'readCase' | 'now'>,
  { caseId, command, ifMatch, key, principal }: Asked,
): Promise<{ readonly answer: string; readonly isRepeated: boolean }> {
  const { database, readCase, now } = parts
  const by = requirePermission(principal, command.command)
  requireOwnName(by, command)
  const { command: name, ...body } = command
  const who = `${by.kind} ${by.name}`
  const request = { who, key, digest: requestDigest({ case: caseId, command: name, body, ifMatch }) }
  const before = await answerBefore(database, request, now())
  if (before !== undefined) return { answer: before, isRepeated: true }

  const { state, seq, response } = requireDeclared(await readCase(caseId))
  if (!(await isWhatWasSeen(parts, caseId, { seq, ifMatch }))) {
    return lateAnswer(parts, { caseId, request, ifMatch })
  }
  requireVouchers(by, state, command)
  if (name === 'close') requireClosable(response, by.name, now().toISOString())
  const result = decide(state, command, now().toISOString())
  if (isRefusal(result)) throw refused(result)
  const actor = { actor: by.name, at: now().toISOString(), ...(by.keyId && { actorKey: by.keyId }) }
  const drafts = result.map((event) => draftOf(event, actor))
  const answer = await database.transaction(async (session) => {
    const entries = await evidenceLogWithin(session).appendAfter(caseId, seq, drafts)
    if (entries === undefined) return undefined
    const appended = entries.map(({ seq, kind, at }) => ({ seq, kind, at }))
    const text = JSON.stringify({ case: caseId, seq: seq + entries.length, appended })
    await keepAnswer(session, { ...request, answer: text }, now())
    return text
  })
  if (answer !== undefined) return { answer, isRepeated: false }
  return lateAnswer(parts, { caseId, request, ifMatch })
}

/**
 * True when nothing that anybody decides on was written since: a job that was asked for, a call that the alarm made.
 * Otherwise a busy case would send people back to read what they know.
 */
async function isWhatWasSeen(
  { log }: Pick<ApiParts, 'log'>,
  caseId: string,
  { seq, ifMatch }: { seq: number; ifMatch: number },
): Promise<boolean> {
  if (ifMatch >= seq) return ifMatch === seq
  for await (const { seq: at, kind } of log.read(caseId, ifMatch + 1)) {
    if (at > seq) break
    if (!isOfNoFact(kind)) return false
  }
  return true
}

function isOfNoFact(kind: string): boolean {
  return kind.startsWith('work.') || kind === 'alarm.called' || kind === 'alarm.sent'
}

/** A case ends by its conditions, through whichever door somebody comes, with a plan or without. */
function requireClosable(response: ResponseState, person: string, now: string): void {
  const result = decideResponse(response, { command: 'closeCase', person }, { now })
  if (isResponseRefusal(result)) throw refusedError(result)
}

/** Somebody was faster. Perhaps it was this very request on another connection: then its answer is there now. */
async function lateAnswer(
  parts: Pick<ApiParts, 'database' | 'log' | 'readCase' | 'now'>,
  { caseId, request, ifMatch }: { caseId: string; request: KeyedRequest; ifMatch: number },
): Promise<{ readonly answer: string; readonly isRepeated: true }> {
  const answer = await answerBefore(parts.database, request, parts.now())
  if (answer !== undefined) return { answer, isRepeated: true }
  throw await movedOn(parts, caseId, { seq: (await parts.readCase(caseId)).seq, ifMatch })
}

/** A person acts in the own name only; the account hands in what people signed elsewhere. */
function requireOwnName({ kind, name }: Principal, command: Command): void {
  const { command: permission } = command
  if (permission !== 'approve' && permission !== 'decideQueue') return
  if (kind === 'account' || command.person === name) return
  throw new AnlaufError(
    'not-permitted',
    `${name} is signed in, but the signature is for ${command.person}.`,
    {
      hint: 'Everybody signs in and signs in the own name.',
      context: { permission },
    },
  )
}

/**
 * On the command line the host names the first approvers. Over HTTP nobody does: otherwise one person could register
 * invented people and sign for two of them.
 */
function requireVouchers({ kind }: Principal, state: CaseState, command: Command): void {
  if (kind === 'account' || command.command !== 'registerApprover') return
  const { person, role, publicKey, vouchers = [] } = command
  const registration = { person, roles: [role], keyId: approverKeyId(publicKey) ?? '' }
  if (vouchersOf(state, registration, vouchers).length >= 2) return
  throw new AnlaufError('gate-closed', `Nobody vouches for the key of ${person}, or only one person does.`, {
    hint: 'Two people with registered keys sign that they know the person and the key; on the server "anlauf case approver" registers the first ones.',
    context: { missing: ['two vouchers'] },
  })
}

/** The events since, so that a person sees what changed before deciding again. */
async function movedOn(
  { log }: Pick<ApiParts, 'log'>,
  caseId: string,
  { seq, ifMatch }: { seq: number; ifMatch: number },
): Promise<AnlaufError> {
  const since: { seq: number; kind: string; at: string; actor: string }[] = []
  for await (const { seq, kind, at, actor } of log.read(caseId, ifMatch + 1)) {
    since.push({ seq, kind, at, actor })
    if (since.length === 100) break
  }
  return new AnlaufError('case-moved-on', `The case is at entry ${seq}, you decided on entry ${ifMatch}.`, {
    hint: 'Look at what happened since ("context"), then decide anew with the new number in If-Match.',
    retry: 'now',
    context: { head: seq, since },
  })
}

function refused({ refused, message, hint, missing }: Refusal): AnlaufError {
  const code = refused === 'gate-closed' ? 'gate-closed' : 'input-invalid'
  return new AnlaufError(code, message, { hint, context: { refused, missing } })
}
