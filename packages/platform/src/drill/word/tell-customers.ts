import { createHash } from 'node:crypto'

import { mailReports, mailSender, noticeProofs } from '../../adapters/mail-out/index.ts'
import { readReport } from '../../core/deliveries/index.ts'
import type { Estate } from '../../core/estate/index.ts'
import {
  callTasks,
  type Notice,
  noticeHash,
  noticeMailKey,
  type NoticeSession,
  openNotices,
  proveReceipt,
} from '../../core/notices/index.ts'
import { signDecision } from '../../core/updates/index.ts'
import { noticeKey, postNotice, settleNotices, type Stores } from '../../doors/cli/index.ts'
import type { Clock, Responder } from '../respond/incident.ts'
import { bounceOf, type ExerciseRelay } from './exercise-relay.ts'

/** What tells the customers of a drill's case by name. */
export interface Post {
  readonly stores: Pick<Stores, 'log' | 'database'>
  readonly home: string
  readonly caseId: string
  readonly estate: Estate
  readonly clock: Clock
  readonly relay: ExerciseRelay
  /** Who answers for data protection, and who knows what was found. */
  readonly signers: readonly Responder[]
}

/** The mailbox and the bounce address of the exercise; nothing leaves this machine. */
export const exerciseMailbox = 'exercise@outside.example'
const bounces = 'bounces@outside.example'

/**
 * One notice to everybody, down to the last proof: signed, spooled, given to the relay of the exercise; whoever got a mail
 * confirms by the link, or the mail comes back and a person calls, as with all whom mail does not reach.
 */
export async function tellCustomers(
  post: Post,
  words: Pick<Notice, 'notice' | 'duty' | 'subject' | 'text'>,
  mail: 'confirmed' | 'bounced',
): Promise<void> {
  const { stores, caseId, clock, relay } = post
  const { notice: name } = words
  const { database } = stores
  const session = await openNotices(stores.log, caseId, () => post.estate)
  await signAndSend(post, session, words)

  const proofs = noticeProofs(database, await noticeKey(post))
  const now = (): Date => clock.now()
  const links = 'https://outside.example'
  await postNotice({ database, session, proofs, estate: () => post.estate }, name, { links, now })
  const at = { host: '127.0.0.1', port: relay.port, tls: 'none' as const }
  const before = relay.mails.length
  await mailSender(
    database,
    {
      relay: at,
      from: { name: post.estate.provider.name, address: 'desk@outside.example' },
      bounces,
      exercise: { relay: at, mailbox: exerciseMailbox },
    },
    { now },
  ).sendDue()
  const reports = mailReports(database, { now })
  const sent = relay.mails.slice(before)
  if (mail === 'bounced') {
    for (const one of sent) {
      const bounce = readReport(bounceOf(one), { bounces })
      if (bounce.kind !== 'other') await reports.report(bounce)
    }
  }
  await settleNotices(session, reports, by(clock))

  const prove = async (
    recipient: string,
    receipt: 'call' | 'link' | 'letter',
    proof: string,
  ): Promise<void> => {
    const time = clock.now().toISOString()
    const place = { notice: name, recipient }
    await proveReceipt(
      stores.log,
      session,
      receipt === 'call'
        ? { command: 'call', ...place, outcome: 'reached', caller: 'desk', calledAt: time, codeProof: proof }
        : { command: 'receive', ...place, by: receipt, receivedAt: time, proof },
      by(clock),
    )
    await reports.acknowledge(noticeMailKey(caseId, name, recipient))
  }
  if (mail === 'confirmed') {
    for (const { data } of sent) {
      // The person follows the link of the mail, as it came; the page behind it asks for a click.
      const [, token = ''] = /\/a\/([A-Za-z0-9_-]{32})/.exec(unfolded(data)) ?? []
      const place = await proofs.placeOf(token)
      if (place !== undefined) await prove(place.recipient, 'link', digestOf(token))
    }
  }
  const codes = await proofs.codesOf(caseId, name)
  for (const task of callTasks(session.desk).filter(({ notice }) => notice === name)) {
    const said = codes.get(task.recipient) ?? ''
    const isRight = await proofs.isCode({ case: caseId, notice: name, recipient: task.recipient }, said)
    const isOnPaper = task.call.because === 'letter-only' || task.call.because === 'no-way'
    if (isRight) await prove(task.recipient, isOnPaper ? 'letter' : 'call', digestOf(said))
  }
}

async function signAndSend(
  { caseId, estate, clock, signers }: Post,
  session: NoticeSession,
  words: Pick<Notice, 'notice' | 'duty' | 'subject' | 'text'>,
): Promise<void> {
  const { notice: name } = words
  const tenants = estate.tenants.map(({ id }) => id)
  const notice: Notice = { tenants, ackHours: 6, ...words }
  await session.execute({ command: 'draft', notice }, by(clock))
  const contentHash = noticeHash(caseId, notice)
  for (const { person, role, key } of signers) {
    const decision = { case: caseId, subject: 'notice' as const, name, contentHash, person, role }
    const signature = signDecision(decision, key)
    await session.execute(
      { command: 'approve', notice: name, contentHash, person, signature },
      by(clock, person),
    )
  }
  await session.execute({ command: 'send', notice: name }, by(clock))
}

/** Quoted-printable: soft breaks joined. */
function unfolded(data: string): string {
  return data.replaceAll('=\r\n', '').replaceAll('=3D', '=')
}

function by(clock: Clock, actor = 'anlauf drill'): { readonly actor: string; readonly at: string } {
  return { actor, at: clock.now().toISOString() }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
