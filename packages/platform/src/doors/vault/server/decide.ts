import type { FileKind } from '@anlauf/repository'

import { type Client, mayEnter, rightOf } from '../access/index.ts'
import { type Refusal, refuse } from './answer.ts'
import { maxBytes } from './limits.ts'
import { type Target, tenantOfTarget } from './target.ts'

/** What the vault knows about the object of a request; looked up only where the right asks for it. */
export interface Facts {
  readonly now: { readonly at: number; readonly isTrusted: boolean }
  /** The object as journal and storage have it; undefined when there is none. */
  readonly object: { readonly client: string; readonly at: number } | undefined
  readonly hasConfig: boolean
  readonly hasSnapshots: boolean
  /** Locks of this client that are present. */
  readonly locks: number
  readonly maxLocks: number
  readonly retentionMs: number
  /** Why nothing may be deleted at present; undefined when nothing stands against it. */
  readonly hold: string | undefined
  /** True when the object stands in a plan that two people signed. */
  readonly isPlanned: boolean
}

/** `repeat`: this client brought exactly this object a moment ago and did not get the answer. */
export type Decision = 'allow' | 'repeat' | Refusal

/** The same client may send the same object again for so long: its first answer was lost. */
const repeatMs = 24 * 60 * 60 * 1000

/** Whether a client may enter at all, and what its role says; the rest needs facts. */
export function decideAccess(client: Client, target: Target, nowMs: number): Refusal | undefined {
  if (client.expiresAt !== undefined && nowMs >= Date.parse(client.expiresAt))
    return refuse(403, 'role', 'This credential has expired')
  if (!mayEnter(client, tenantOfTarget(target)))
    return refuse(403, 'tenant', 'This client has no repository there')
  if (target.kind === 'witness') {
    const isOpen = target.file === 'checkpoint' || target.file === 'key' || client.role === 'auditor'
    return isOpen ? undefined : roleRefusal(client, 'read the journal')
  }
  const kind = target.kind === 'repository' ? 'repository' : kindOf(target)
  if (rightOf(client.role, target.verb, kind) !== 'no') return undefined
  // Whoever may write a pack may ask whether it is there: the index, which it reads, says so too.
  if (target.kind === 'object' && target.isHead && rightOf(client.role, 'POST', kind) !== 'no')
    return undefined
  if (target.verb === 'DELETE')
    return refuse(
      403,
      'appendOnly',
      `This vault is append-only: the role ${client.role} cannot delete ${kind}`,
    )
  return roleRefusal(client, `${target.verb} ${kind}`)
}

/** Whether a write may be done, by all that is known. Pure: the same facts give the same answer. */
export function decideWrite(
  client: Client,
  write: { readonly verb: 'POST' | 'DELETE'; readonly kind: FileKind },
  facts: Facts,
): Decision {
  const { kind } = write
  const right = rightOf(client.role, write.verb, kind)
  if (write.verb === 'DELETE') return decideDelete(client, kind, right, facts)
  if (facts.object !== undefined) {
    const isOwn = facts.object.client === client.name && facts.now.at - facts.object.at < repeatMs
    return isOwn ? 'repeat' : refuse(403, 'exists', `${kind} is there already and is never replaced`)
  }
  if (right === 'once' && facts.hasConfig) return refuse(403, 'exists', 'The repository has a config already')
  if (right === 'setup' && facts.hasSnapshots && !mayAddKeys(client, facts.now.at))
    return refuse(403, 'setup', 'Keys are added before the first snapshot, or while the operator opened it')
  if (kind === 'locks' && facts.locks >= facts.maxLocks)
    return refuse(403, 'lockLimit', `This client has ${facts.locks} locks already`)
  return 'allow'
}

/** Whether the length of a body can be accepted. */
export function decideLength(
  kind: keyof typeof maxBytes,
  length: string | undefined,
): { readonly bytes: number } | Refusal {
  if (length === undefined || !/^\d{1,15}$/.test(length))
    return refuse(411, 'noLength', 'A body needs a Content-Length')
  const bytes = Number(length)
  if (bytes > maxBytes[kind])
    return refuse(413, 'tooLarge', `${kind} may have ${maxBytes[kind]} bytes at most`)
  return { bytes }
}

function decideDelete(client: Client, kind: string, right: string, facts: Facts): Decision {
  const { object } = facts
  if (object === undefined) return 'allow'
  if (right === 'own') {
    return object.client === client.name
      ? 'allow'
      : refuse(403, 'notOwn', 'This lock belongs to another client')
  }
  if (facts.hold !== undefined) return refuse(403, 'hold', 'Nothing is deleted while the vault is on hold')
  if (!facts.now.isTrusted) return refuse(403, 'clock', 'Nothing is deleted while the clock is in doubt')
  if (facts.now.at - object.at < facts.retentionMs)
    return refuse(403, 'retention', `This ${kind} file is younger than the retention of this vault`)
  return facts.isPlanned
    ? 'allow'
    : refuse(403, 'notPlanned', 'No delete plan signed by two people names this')
}

function mayAddKeys(client: Client, nowMs: number): boolean {
  return client.keysUntil !== undefined && nowMs < Date.parse(client.keysUntil)
}

function roleRefusal(client: Client, what: string): Refusal {
  return refuse(403, 'role', `The role ${client.role} may not ${what}`)
}

function kindOf(target: Exclude<Target, { kind: 'repository' | 'witness' }>) {
  return target.kind === 'list' ? target.type : target.name.kind
}
