import type { IncomingMessage } from 'node:http'
import { statfs } from 'node:fs/promises'
import { createHash } from 'node:crypto'

import type { Client } from '../access/index.ts'
import { blockBytes, receiptHeader, signReceipt, sessionIdleMs, timeVerdict } from '../journal/index.ts'
import { type ObjectName, type StagedObject, stageObject } from '../store/index.ts'
import { type Answer, isRefusal, type Refusal, refuse } from './answer.ts'
import { watchedBody } from './body.ts'
import type { VaultContext } from './context.ts'
import { decideLength, decideWrite } from './decide.ts'
import { factsFor } from './facts.ts'
import type { Tenant } from './tenant.ts'

export interface Upload {
  readonly tenant: Tenant
  readonly client: Client
  readonly name: ObjectName
  readonly request: IncomingMessage
  /** Tells a client that waits for it that its body is welcome. */
  readonly welcome: () => void
}

/**
 * Takes an object in: rights, length, quota and space are looked at before the body, its hash after it, and the
 * name is given under a turn of its own. The answer is sent when object and journal line are on disk.
 * Throws what the disk says, and `RefusedError` for a body that does not come as announced.
 */
export async function takeUpload(context: VaultContext, upload: Upload): Promise<Answer | Refusal> {
  const { tenant, client, name, request } = upload
  const length = decideLength(name.kind, request.headers['content-length'])
  if (isRefusal(length)) return length
  const decision = decideWrite(
    client,
    { verb: 'POST', kind: name.kind },
    await factsFor(context, tenant, client, name),
  )
  if (isRefusal(decision)) return decision
  using _reserved = context.inFlight.reserve(client.name, Math.max(length.bytes, blockBytes))
  const lack = await lackOfSpace(context, tenant, client)
  if (lack !== undefined) return lack
  upload.welcome()
  const body = watchedBody(request, length.bytes, context.limits)
  if (decision === 'repeat') return takeRepeat(context, upload, body)
  const staged = await stageObject(context.vault, name, client.name, body)
  try {
    if (name.kind !== 'config' && staged.sha256 !== name.id) return wrongHash
    const misfit = await timeMisfit(context, upload, staged)
    if (misfit !== undefined) return misfit
    return await context.inFlight.inTurn(turnOf(upload), () => publish(context, upload, staged))
  } finally {
    await staged.clear()
  }
}

/** Locks take turns per client, because they are counted; everything else per name. */
function turnOf({ client, name }: Upload): string {
  return name.kind === 'locks' ? `locks ${client.name}` : `${name.repository} ${name.kind} ${name.id}`
}

async function publish(
  context: VaultContext,
  upload: Upload,
  staged: StagedObject,
): Promise<Answer | Refusal> {
  const { tenant, client, name } = upload
  const decision = decideWrite(
    client,
    { verb: 'POST', kind: name.kind },
    await factsFor(context, tenant, client, name),
  )
  if (isRefusal(decision)) return decision
  if (decision === 'repeat') {
    return staged.sha256 === knownHash(upload) ? keep(context, upload, staged, 'repeated') : configExists
  }
  if (!(await staged.publish()))
    return refuse(403, 'exists', `${name.kind} is there already and is never replaced`)
  try {
    return await keep(context, upload, staged)
  } catch (error) {
    await staged.retract()
    throw error
  }
}

/** Writes the line that makes it true, and answers with the line's receipt. */
async function keep(
  context: VaultContext,
  { tenant, client, name }: Upload,
  { size, sha256 }: Pick<StagedObject, 'size' | 'sha256'>,
  code?: 'repeated',
): Promise<Answer> {
  const { repository, kind: type, id } = name
  const kept = await tenant.journal.append({
    verb: 'POST',
    client: client.name,
    role: client.role,
    repository,
    type,
    id,
    size,
    status: 200,
    ...(type === 'config' ? { sha256 } : {}),
    ...(code === undefined ? {} : { code }),
  })
  context.metrics.count('anlauf_vault_received_bytes_total', { type }, size)
  if (type === 'snapshots') context.log('info', 'snapshot', { client: client.name, repository, id })
  return { status: 200, headers: { [receiptHeader]: signReceipt(kept.text, context.key) } }
}

/** The same object from the same client once more: its first answer was lost on the way. */
async function takeRepeat(
  context: VaultContext,
  upload: Upload,
  body: AsyncIterable<Buffer>,
): Promise<Answer | Refusal> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of body) {
    hash.update(chunk)
    size += chunk.length
  }
  const sha256 = hash.digest('hex')
  if (sha256 !== knownHash(upload)) return upload.name.kind === 'config' ? configExists : wrongHash
  return keep(context, upload, { size, sha256 }, 'repeated')
}

/** What the bytes of this name have to hash to. */
function knownHash({ tenant, name: { repository, kind, id } }: Upload): string | undefined {
  return kind === 'config' ? tenant.ledger.get(repository, kind, id)?.sha256 : id
}

async function lackOfSpace(
  context: VaultContext,
  tenant: Tenant,
  client: Client,
): Promise<Refusal | undefined> {
  const { quotaBytes } = client
  const stored = tenant.ledger.bytesOf(client.name) + context.inFlight.bytesOf(client.name)
  if (quotaBytes !== undefined && stored > quotaBytes)
    return refuse(507, 'quota', `The quota of ${quotaBytes} bytes of this client is used up`)
  const { bavail, bsize } = await statfs(context.vault)
  // What runs counts whole, though some of it is written: many uploads at once must not use up the reserve.
  if (bavail * bsize >= context.inFlight.bytes + context.limits.minFreeBytes) return undefined
  return refuse(507, 'noSpace', 'The vault has no space left; nothing was stored')
}

/** A vault with a key refuses snapshots whose own time does not fit their arrival. */
async function timeMisfit(
  context: VaultContext,
  { tenant, client, name }: Upload,
  staged: StagedObject,
): Promise<Refusal | undefined> {
  if (name.kind !== 'snapshots' || context.inspect === undefined) return undefined
  const time = await context.inspect(name.repository, { id: name.id, path: staged.path })
  if (time === 'blind') return undefined
  if (time === 'damaged') return refuse(403, 'snapshotDamaged', 'This is no snapshot of this repository')
  if (client.role === 'importer') return undefined
  const { at, wall } = tenant.clock.now()
  const session = tenant.ledger.sessions.of(client.name)
  const isIdle = session === undefined || at - session.lastAt > sessionIdleMs
  const sessionStart = isIdle ? at : session.startAt
  const verdict = timeVerdict({ time, sessionStart, receivedAt: Math.max(at, wall) })
  if (verdict === 'fits') return undefined
  context.alarm({ code: 'snapshotTime', tenant: tenant.name, client: client.name, detail: { verdict } })
  return refuse(403, verdict, `The time of this snapshot does not fit its arrival (${verdict})`)
}

const configExists = refuse(403, 'exists', 'The repository has a config already')
const wrongHash = refuse(400, 'hash', 'The body does not have the hash that is its name')
