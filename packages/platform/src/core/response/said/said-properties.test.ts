import assert from 'node:assert/strict'
import { before, test } from 'node:test'

import fc from 'fast-check'

import type { Action } from '../../emergency-plan/index.ts'
import type { Entry } from '../../evidence/index.ts'
import { voidReceipt } from '../../notices/index.ts'
import { afterEntry, initialResponse, type ResponseState, type Standing, standingsOf } from '../index.ts'
import { caseId, playedSaid } from './played-said.fixture.ts'
import { shownByAction } from './shown-by-action.ts'

/** Everything that can be said in a case, twice over, with what takes it back; recorded once, its keys are genuine. */
let entries: readonly Entry[] = []
/** What a log has to begin with: the case, its people, its plan. */
let opening = 0
let now = ''

before(async () => {
  const played = await playedSaid()
  opening = played.log.entries.length
  await played.publish('first')
  played.later(5)
  await played.notice('l1', ['nordwind', 'alpenblick'], 'gdpr-33-2')
  await played.receive('l1', 'alpenblick')
  const [mailed] = [...(played.notices.desk.notices.get('l1')?.recipients.keys() ?? [])]
  for (const state of ['accepted', 'call-task'] as const) {
    const outcomes = [{ recipient: mailed ?? '', state, reason: 'bounced' }]
    await played.notices.execute({ command: 'settle', notice: 'l1', outcomes }, played.by())
  }
  await played.find({ tenant: 'nordwind' })
  await played.find({ tenant: 'alpenblick' }, ['forensics'])
  await played.statement('nordwind', 1)
  const post = {
    command: 'post',
    tenants: ['nordwind'],
    how: 'letter',
    postedAt: played.now,
    outdated: [],
  } as const
  await played.statements.execute(post, played.by())
  await played.statement('nordwind', 2, ['dpo'])
  played.later(30)
  await played.claim('no_indication')
  await played.publish('says-so', { text: { de: '{claim:outflow}', en: '{claim:outflow}' } })
  await played.meet('bsig-32-1-1')
  await played.meet('bsig-32-1-2')
  await played.claim('indicated')
  await played.publish('for-us', { audience: 'staff' }, ['comms'])
  await played.state({})
  for (const recipient of played.notices.desk.notices.get('l1')?.recipients.keys() ?? []) {
    if (!recipient.startsWith('alpenblick/')) continue
    const command = { command: 'void', notice: 'l1', recipient, person: 'dpo', reason: 'scanner' } as const
    await voidReceipt(played.log, played.notices, command, played.by())
  }
  entries = played.log.entries
  now = played.now
})

/** The recorded log with its events in another order, some of them twice, some left out. */
function orders(): fc.Arbitrary<readonly Entry[]> {
  const rest = entries.slice(opening)
  return fc
    .tuple(fc.shuffledSubarray(rest), fc.shuffledSubarray(rest, { maxLength: 12 }), fc.boolean())
    .map(([some, again, isInOrder]) => {
      const all = isInOrder ? some.toSorted((a, b) => a.seq - b.seq) : some
      return [...entries.slice(0, opening), ...all, ...again].map((entry, at) => ({ ...entry, seq: at + 1 }))
    })
}

test('no order of events makes done what is not so: a second, simpler reading of the log agrees', () => {
  fc.assert(
    fc.property(orders(), (log) => {
      const state = log.reduce(afterEntry, initialResponse(caseId))
      for (const { list } of standingsOf(state, now).values()) {
        for (const standing of list) {
          for (const action of standing.instance.stage.actions) {
            const shown = shownByAction(state, standing.instance, action, now)
            if (shown === undefined || shown.open.length > 0) continue
            assert.ok(isSo(log, state, standing, action), `${standing.instance.key} ${action.kind}`)
            for (const { seq, at } of shown.by) assert.equal(log[seq - 1]?.at, at)
          }
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('a stage that facts complete stands the same after every restart, and is open again when they are gone', () => {
  fc.assert(
    fc.property(orders(), fc.integer({ min: 0, max: 200 }), (log, cut) => {
      const whole = log.reduce(afterEntry, initialResponse(caseId))
      const half = log.slice(0, opening + cut).reduce(afterEntry, initialResponse(caseId))
      const restarted = log.slice(opening + cut).reduce(afterEntry, half)
      assert.deepEqual(stands(restarted), stands(whole))
      const without = log.slice(0, opening).reduce(afterEntry, initialResponse(caseId))
      assert.equal(stands(without)['holding-statement'], 'ready')
    }),
    { numRuns: 60 },
  )
})

function stands(state: ResponseState): Readonly<Record<string, string>> {
  const all = [...standingsOf(state, now).values()].flatMap(({ list }) => list)
  return Object.fromEntries(all.map(({ instance, status }) => [instance.key, status]))
}

type Data = Readonly<Record<string, unknown>>

function textOf(data: Data, name: string): string {
  const { [name]: value = '' } = data
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A reading of the log from front to back that knows nothing of desks: what has to have happened, and in which order. */
function isSo(log: readonly Entry[], state: ResponseState, { instance }: Standing, action: Action): boolean {
  const tenants =
    instance.element?.of === 'tenants'
      ? [instance.element.id]
      : (state.scope?.of.tenants ?? []).filter(({ affected }) => affected).map(({ id }) => id)
  const { stage } = instance
  switch (action.kind) {
    case 'publish':
      return publications(log) > (action.template === 'update' ? 1 : 0)
    case 'notice':
      return tenants.every((tenant) =>
        action.template === 'call-script'
          ? reached(log, tenant, 'told') && !isToBeCalled(log, tenant)
          : reached(log, tenant, 'told') || (action.template === 'tenant-statement' && isPosted(log, tenant)),
      )
    case 'await':
      return tenants.every((tenant) => reached(log, tenant, 'received'))
    case 'finding':
      return tenants.every((tenant) => findings(log, tenant) > 0)
    case 'approve':
      if (stage.actions.some(({ kind }) => kind === 'finding'))
        return tenants.every((tenant) => findings(log, tenant) > 1)
      return stage.actions.some(({ kind }) => kind === 'publish') ? publications(log) > 0 : true
    case 'task':
      return isRecorded(log, action.metBy ?? '', tenants)
    case 'text':
    case 'isolate':
    case 'campaign':
    case 'access':
    case 'restore':
    case 'scan':
    case 'status':
      return true
  }
}

function isRecorded(log: readonly Entry[], fact: string, tenants: readonly string[]): boolean {
  switch (fact) {
    case 'staff-told':
      return log.some(({ kind }) => kind === 'update.handedOut')
    case 'texts-checked':
      return publications(log) > 0
    case 'tenant-examined':
      return tenants.every(
        (tenant) => findings(log, tenant) > 0 || log.some(({ kind }) => kind === 'fact.stated'),
      )
    case 'duties-met':
      return ['bsig-32-1-1', 'bsig-32-1-2'].every((duty) =>
        log.some(({ kind, data }) => kind === 'clock.met' && data['duty'] === duty),
      )
    case 'nothing-to-correct':
      return log.some(({ kind }) => kind === 'claim.stated')
    case 'onset-known':
      return true
    default:
      return false
  }
}

function publications(log: readonly Entry[]): number {
  let count = 0
  const signed = new Map<string, Set<string>>()
  const out = new Set<string>()
  for (const { kind, data } of log) {
    const update = textOf(data, 'update')
    if (kind === 'update.drafted') signed.set(update, signed.get(update) ?? new Set())
    if (kind === 'update.approved') signed.get(update)?.add(textOf(data, 'role'))
    const by = signed.get(update)
    if (kind !== 'update.published' || out.has(update)) continue
    if (by?.has('comms') === true && by.has('legal')) {
      out.add(update)
      count += 1
    }
  }
  return count
}

/** Somebody of the tenant was written to by a notice that two had signed, and has it by the last that is known. */
function reached(log: readonly Entry[], tenant: string, how: 'told' | 'received'): boolean {
  const signed = new Set<string>()
  let isDrafted = false
  let isSent = false
  const has = new Map<string, boolean>()
  const receipts = new Set<string>()
  for (const { kind, data } of log) {
    if (kind === 'notice.drafted') isDrafted = true
    if (kind === 'notice.approved' && isDrafted) signed.add(textOf(data, 'role'))
    if (kind === 'notice.sent' && signed.has('dpo') && signed.has('forensics')) isSent = true
    if (!isSent) continue
    for (const one of kind === 'notice.delivered' ? (data['outcomes'] as readonly Data[]) : []) {
      if (textOf(one, 'recipient').startsWith(`${tenant}/`))
        has.set(textOf(one, 'recipient'), one['state'] === 'accepted')
    }
    const recipient = textOf(data, 'recipient')
    if (!recipient.startsWith(`${tenant}/`)) continue
    if (kind === 'notice.received') receipts.add(recipient)
    if (kind === 'notice.voided') receipts.delete(recipient)
  }
  return receipts.size > 0 || (how === 'told' && [...has.values()].includes(true))
}

/** After all that anybody received or was sent, somebody of the tenant was put on the list. */
function isToBeCalled(log: readonly Entry[], tenant: string): boolean {
  const isReceived = log.some(({ kind, data }) => kind === 'notice.received' && data['tenant'] === tenant)
  const last = log.findLastIndex(({ kind }) => kind === 'notice.sent')
  return (
    !isReceived &&
    last !== -1 &&
    log
      .slice(last + 1)
      .some(
        ({ kind, data }) =>
          kind === 'notice.callDue' &&
          (data['recipients'] as readonly string[]).some((one) => one.startsWith(`${tenant}/`)),
      )
  )
}

function findings(log: readonly Entry[], tenant: string): number {
  const people = log.flatMap(({ kind, data }) => {
    const { finding, signed } = data as { finding?: { tenant: string }; signed?: { person: string } }
    return kind === 'finding.stated' && finding?.tenant === tenant ? [signed?.person] : []
  })
  return new Set(people).size
}

/** The highest revision that was drafted before is what went to the post, and two had signed it by then. */
function isPosted(log: readonly Entry[], tenant: string): boolean {
  const signed = new Map<number, Set<string>>()
  let posted = 0
  let highest = 0
  for (const { kind, data } of log) {
    if (data['tenant'] !== tenant) continue
    const revision = Number(data['revision'])
    if (kind === 'statement.drafted') {
      signed.set(revision, new Set())
      highest = Math.max(highest, revision)
      if (posted === revision) posted = 0
    }
    if (kind === 'statement.approved') signed.get(revision)?.add(textOf(data, 'role'))
    const by = signed.get(revision)
    if (kind === 'statement.posted' && by?.has('dpo') === true && by.has('forensics')) posted = revision
  }
  return posted > 0 && posted === highest
}
