import type { Entry } from '../evidence/index.ts'
import { approvalMessage } from './approval.ts'
import { requestStatement } from './approval-request.ts'
import { inBatch } from './batch.ts'
import { keyOf } from './credential.ts'
import { eventOf } from './entry-of.ts'
import type { CaseEvent, EventOf } from './events.ts'
import { evolve } from './evolve.ts'
import { type CaseState, initialCase } from './state.ts'
import { wordProblem } from './word-problem.ts'

/**
 * What a shell with openssl needs to check the approvals of a case, for its export: `approval-N` is the one in line N.
 * Only those that count when the log is read; `isShown` says which lines (from 0) an export shows.
 *
 *     .statement   the text that was signed            .pem        the registered key
 *     .signature   the signature over it, or with a passkey over  .authdata ‖ SHA-256(.clientdata)
 *     .request     number of the line under which a passkey signed; .clientdata holds SHA-256(SHA-256(line) ‖ SHA-256(.statement))
 */
export function approvalFiles(
  lines: readonly string[],
  isShown: (at: number) => boolean = () => true,
): ReadonlyMap<string, Uint8Array> {
  // Most cases of a million lines would be read for nothing.
  const isSigned = lines.some((line) => line.includes('"kind":"approval.given"') || line.includes('"kind":"unit.approved"')) // prettier-ignore
  return isSigned ? inBatch(() => filesOf(lines, isShown)) : new Map()
}

function filesOf(
  lines: readonly string[],
  isShown: (at: number) => boolean,
): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const lineOf = new Map<string, number>()
  let state: CaseState | undefined
  for (const [at, line] of lines.entries()) {
    const entry = JSON.parse(line) as Entry
    state ??= initialCase(entry.case)
    const event = eventOf(entry)
    if (event === undefined) continue
    // Before the event is believed: afterwards the same word would be one that was said already.
    const parts = partsOf(state, event, entry.at, lineOf)
    const after: CaseState = evolve(state, event, entry.at)
    const isBelieved = after !== state
    state = after
    if (!isBelieved) continue
    if (event.type === 'credential.registered' || event.type === 'approver.registered') {
      lineOf.set(event.keyId, at)
    }
    if (event.type === 'approval.requested') lineOf.set(event.request, at)
    if (parts === undefined) continue
    const needed = [at, ...parts.needs.map((name) => lineOf.get(name) ?? -1)]
    if (!needed.every((one) => one >= 0 && isShown(one))) continue
    for (const [name, bytes] of Object.entries(parts.files)) files.set(`approval-${at + 1}.${name}`, bytes)
  }
  return files
}

function partsOf(
  state: CaseState,
  event: CaseEvent,
  at: string,
  lineOf: ReadonlyMap<string, number>,
): Parts | undefined {
  if (event.type === 'approval.given') return partsOfWord(state, event, at, lineOf)
  return event.type === 'unit.approved' ? partsOfApproval(state, event) : undefined
}

interface Parts {
  readonly files: Readonly<Record<string, Uint8Array>>
  /** The key and the request, whose lines have to be there too. */
  readonly needs: readonly string[]
}

function partsOfWord(
  state: CaseState,
  { type: _type, ...word }: EventOf<'approval.given'>,
  at: string,
  lineOf: ReadonlyMap<string, number>,
): Parts | undefined {
  const request = state.requests.get(word.request)
  const { keyId, signature, passkey } = word.seal
  const key = keyOf(state, word.person, keyId)
  const line = lineOf.get(word.request)
  if (request === undefined || key === undefined || line === undefined || passkey === undefined)
    return undefined
  if (wordProblem(state, word, at) !== undefined) return undefined
  return {
    files: {
      statement: Buffer.from(requestStatement(state.id, request, word)),
      request: Buffer.from(`${line + 1}\n`),
      pem: Buffer.from(key.publicKey),
      signature: Buffer.from(signature, 'base64'),
      authdata: Buffer.from(passkey.authenticatorData, 'base64'),
      clientdata: Buffer.from(passkey.clientDataJSON, 'base64'),
    },
    needs: [keyId, word.request],
  }
}

/** A key in a file signs the statement itself. */
function partsOfApproval(state: CaseState, event: EventOf<'unit.approved'>): Parts | undefined {
  const { unit, contentHash, person, role, keyId, expiresAt, signature } = event
  const end = expiresAt === undefined ? {} : { expiresAt }
  const key = keyOf(state, person, keyId)
  if (key === undefined) return undefined
  return {
    files: {
      statement: approvalMessage({ case: state.id, unit, contentHash, person, role, ...end }),
      pem: Buffer.from(key.publicKey),
      signature: Buffer.from(signature, 'base64'),
    },
    needs: [keyId],
  }
}
