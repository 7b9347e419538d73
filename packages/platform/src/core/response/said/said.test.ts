import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openClocks } from '../../duties/index.ts'
import { openNotices, voidReceipt } from '../../notices/index.ts'
import { scopeOf } from '../index.ts'
import { estate } from '../played-response.fixture.ts'
import { playedSaid, systems } from './played-said.fixture.ts'

const status = async (played: Awaited<ReturnType<typeof playedSaid>>, key: string) =>
  (await played.view(key)).status

test('the first word completes its stage by itself, with the entry that shows it, and nobody ticks a box', async () => {
  const played = await playedSaid()
  assert.equal(await status(played, 'holding-statement'), 'ready')
  await played.publish('first')
  const view = await played.view('holding-statement')
  assert.deepEqual([view.status, view.byFacts, view.contentHash], ['done', true, undefined])
  const [shown] = view.shownBy
  const entry = played.log.entries.find(({ seq }) => seq === shown?.seq)
  assert.deepEqual([shown?.fact, entry?.kind, shown?.at], ['published', 'update.published', entry?.at])
  // Another stage of publications is about later ones.
  assert.equal(await status(played, 'updates'), 'ready')
  played.later(60)
  await played.publish('second')
  assert.equal(await status(played, 'updates'), 'done')
})

test('a publication that nobody signed completes nothing, though it stands in the log', async () => {
  const played = await playedSaid()
  const now = new Date(played.now).toISOString()
  await played.log.append('c1', [
    {
      at: now,
      actor: 'x',
      action: 'export',
      kind: 'update.published',
      object: 'first',
      data: {
        update: 'first',
        asOf: now,
        nextBy: now,
        text: { de: 'x', en: 'x' },
        contentHash: 'a'.repeat(64),
      },
    },
  ])
  const view = await played.view('holding-statement')
  assert.deepEqual([view.status, view.shownBy], ['ready', []])
})

test('a customer is told when a relay took the notice or a receipt is there, and reached with a receipt only', async () => {
  const played = await playedSaid()
  await played.notice('l1', undefined, 'gdpr-33-2')
  const key = 'notify-controllers@alpenblick'
  assert.deepEqual(
    (await played.view(key)).missing
      .filter(({ kind }) => kind === 'engine')
      .map((one) => 'what' in one && one.what),
    ['text-signatures', 'notice', 'receipt'],
  )
  const recipient = [...(played.notices.desk.notices.get('l1')?.recipients.keys() ?? [])].find((one) =>
    one.startsWith('alpenblick/'),
  )
  assert.ok(recipient)
  const outcomes = [{ recipient, state: 'accepted' as const }]
  await played.notices.execute({ command: 'settle', notice: 'l1', outcomes }, played.by())
  const told = await played.view(key)
  assert.deepEqual(
    [
      told.status,
      told.missing.filter(({ kind }) => kind === 'engine').map((one) => 'what' in one && one.what),
    ],
    ['blocked', ['receipt']],
  )
  await played.receive('l1', 'alpenblick')
  const reached = await played.view(key)
  assert.deepEqual([reached.status, reached.byFacts, reached.isAhead], ['done', true, true])
  assert.deepEqual(
    reached.shownBy.map(({ fact }) => fact),
    ['received'],
  )
})

test('a receipt that is voided opens the stage again, puts the customer on the call list and runs the clock anew', async () => {
  const played = await playedSaid()
  await played.notice('l1', undefined, 'gdpr-33-2')
  played.later(10)
  const [recipient] = [...(played.notices.desk.notices.get('l1')?.recipients.values() ?? [])].filter(
    ({ tenant }) => tenant === 'alpenblick',
  )
  assert.ok(recipient)
  await played.receive('l1', 'alpenblick')
  assert.equal(await status(played, 'notify-controllers@alpenblick'), 'done')
  assert.equal(await status(played, 'call-customers@alpenblick'), 'done')
  const all = [...(played.notices.desk.notices.get('l1')?.recipients.values() ?? [])].filter(
    ({ tenant }) => tenant === 'alpenblick',
  )
  const met = async () => (await openClocks(played.log, 'c1')).log.submissions.has('gdpr-33-2 alpenblick')
  assert.equal(await met(), true)
  for (const one of all) {
    const command = {
      command: 'void',
      notice: 'l1',
      recipient: one.recipient,
      person: 'dpo',
      reason: 'a scanner followed the link',
    } as const
    await voidReceipt(played.log, played.notices, command, played.by('dpo'))
  }
  assert.notEqual(await status(played, 'notify-controllers@alpenblick'), 'done')
  assert.equal(await met(), false)
  const call = await played.view('call-customers@alpenblick')
  assert.deepEqual(
    [call.status, call.missing.some((one) => one.kind === 'engine' && one.what === 'calls')],
    ['blocked', true],
  )
  await assert.rejects(
    voidReceipt(
      played.log,
      played.notices,
      { command: 'void', notice: 'l1', recipient: recipient.recipient, person: 'dpo', reason: 'again' },
      played.by('dpo'),
    ),
    /has proved nothing/,
  )
})

test('a customer that joins is not told by what others were told', async () => {
  const played = await playedSaid()
  const few = ['alpenblick']
  await played.notice('l1', few, 'gdpr-33-2')
  await played.receive('l1', 'alpenblick')
  assert.equal(await status(played, 'notify-controllers@alpenblick'), 'done')
  assert.notEqual(await status(played, 'notify-controllers@nordwind'), 'done')
  const elements = scopeOf(estate, [...systems, 'files1'])
  await played.response.execute(
    { command: 'extendScope', elements, reason: 'found more', person: 'lead' },
    played.by(),
  )
  assert.notEqual(await status(played, 'notify-controllers@nordwind'), 'done')
})

test('an examination is answered tenant by tenant, and what decides it is signed on each finding by two', async () => {
  const played = await playedSaid()
  const tenants = [...(played.response.state.scope?.of.tenants ?? [])].filter(({ affected }) => affected)
  for (const { id } of tenants) await played.find({ tenant: id }, ['forensics'])
  const half = await played.view('exfiltration')
  assert.deepEqual(
    half.missing.filter(({ kind }) => kind === 'engine').map((one) => 'what' in one && one.what),
    ['text-signatures'],
  )
  for (const { id } of tenants) {
    const [known] = [...(played.statements.desk.findings.get(id)?.values() ?? [])]
    assert.ok(known)
    await played.find(known.finding, ['dpo'])
  }
  const whole = await played.view('exfiltration')
  assert.deepEqual([whole.status, whole.byFacts], ['done', true])
  assert.equal(await status(played, `impact@${tenants[0]?.id}`), 'done')
})

test('a statement counts in its present revision only, and only when two signed it before it went to the post', async () => {
  const played = await playedSaid()
  const key = 'tenant-statement@nordwind'
  const lacks = async () =>
    (await played.view(key)).missing.flatMap((one) => (one.kind === 'engine' ? [one.what] : []))
  await played.claim('no_indication')
  await played.statement('nordwind', 1)
  const post = {
    command: 'post',
    tenants: ['nordwind'],
    how: 'letter',
    postedAt: played.now,
    outdated: [],
  } as const
  assert.ok((await lacks()).includes('notice'))
  await played.statements.execute(post, played.by())
  assert.deepEqual(await lacks(), [])
  played.later(5)
  await played.statement('nordwind', 2, ['dpo'])
  assert.deepEqual(await lacks(), ['text-signatures', 'notice'])
})

test('a key that is revoked after a letter was posted unsays nothing, also when the receipt comes later', async () => {
  const played = await playedSaid()
  const key = 'tenant-statement@nordwind'
  const lacks = async () =>
    (await played.view(key)).missing.flatMap((one) => (one.kind === 'engine' ? [one.what] : []))
  await played.claim('no_indication')
  await played.statement('nordwind', 1)
  const { now: postedAt } = played
  const post = { command: 'post', tenants: ['nordwind'], how: 'registered', postedAt, outdated: [] } as const
  await played.statements.execute(post, played.by())
  assert.deepEqual(await lacks(), [])
  const { keyId = '' } = played.theCase.state.approvers.get('forensics') ?? {}
  const revoking = { command: 'revokeKey', keyId, by: 'lead', reason: 'lost' } as const
  await played.theCase.execute(revoking, played.by())
  assert.deepEqual(await lacks(), [])
  played.later(60)
  const { now: deliveredAt } = played
  const deliver = { command: 'deliver', tenant: 'nordwind', deliveredAt, proof: 'b'.repeat(64) } as const
  await played.statements.execute(deliver, played.by())
  assert.deepEqual(await lacks(), [])
})

test('a void that ended between its steps is finished by the next try', async () => {
  const played = await playedSaid()
  await played.notice('l1', undefined, 'gdpr-33-2')
  played.later(10)
  await played.receive('l1', 'alpenblick')
  const met = async () => (await openClocks(played.log, 'c1')).log.submissions.has('gdpr-33-2 alpenblick')
  const recipients = [...(played.notices.desk.notices.get('l1')?.recipients.values() ?? [])].filter(
    ({ tenant }) => tenant === 'alpenblick',
  )
  const reason = 'a scanner followed the link'
  for (const [at, { recipient }] of recipients.entries()) {
    const command = { command: 'void', notice: 'l1', recipient, person: 'dpo', reason } as const
    let left = at === recipients.length - 1 ? 1 : Infinity
    // The machine dies after the first entry that the last void writes.
    const dying = {
      ...played.log,
      async appendAfter(...args: Parameters<typeof played.log.appendAfter>) {
        if (left <= 0) throw new Error('the machine died')
        left -= 1
        return played.log.appendAfter(...args)
      },
    }
    const notices = await openNotices(dying, 'c1', () => estate)
    await voidReceipt(dying, notices, command, played.by('dpo')).catch(() => undefined)
    await played.notices.refresh()
    await voidReceipt(played.log, played.notices, command, played.by('dpo')).catch(() => undefined)
  }
  assert.equal(await met(), false)
})

test('what the register says now and a publication said otherwise opens the corrections again', async () => {
  const played = await playedSaid()
  assert.notEqual(await status(played, 'corrections'), 'done')
  await played.claim('no_indication')
  await played.publish('says-so', { text: { de: '{claim:outflow}', en: '{claim:outflow}' } })
  assert.equal(await status(played, 'corrections'), 'done')
  played.later(30)
  await played.claim('indicated')
  const view = await played.view('corrections')
  assert.deepEqual(
    view.missing.flatMap((one) => (one.kind === 'engine' ? one.open : [])),
    ['#1'],
  )
})

test('duties of a stage are done when the clocks of the case have a submission with proof for each of them', async () => {
  const played = await playedSaid()
  const lacks = async (stage: string) =>
    (await played.view(stage)).missing.flatMap((one) => (one.kind === 'engine' ? one.open : []))
  assert.deepEqual(await lacks('security-authority'), ['bsig-32-1-1', 'bsig-32-1-2'])
  await played.meet('bsig-32-1-1')
  assert.deepEqual(await lacks('security-authority'), ['bsig-32-1-2'])
  await played.meet('bsig-32-1-2')
  const view = await played.view('security-authority')
  assert.deepEqual([view.status, view.shownBy.map(({ fact }) => fact)], ['done', ['submitted', 'submitted']])
})

test('the staff are told by a text for them, the kinds of data by a fact, and the onset by the declaration', async () => {
  const played = await playedSaid()
  assert.equal((await played.view('onset')).byFacts, true)
  await played.publish('for-us', { audience: 'staff', ...staffText }, ['comms'])
  assert.equal(await status(played, 'staff-word'), 'done')
  await played.state({})
  const view = await played.view('impact@nordwind')
  assert.deepEqual([view.status, view.shownBy.map(({ fact }) => fact)], ['done', ['stated']])
})

const staffText = {
  text: { de: 'Bitte schalten Sie nichts aus.', en: 'Please switch nothing off.' },
} as const
