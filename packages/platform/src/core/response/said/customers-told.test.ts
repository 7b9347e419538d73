import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openDesk } from '../../updates/index.ts'
import { closingCriteria, customersReached, followTellings, tellingsOf } from '../index.ts'
import { estate, planFrom } from '../played-response.fixture.ts'
import { type PlayedSaid, caseId, playedSaid } from './played-said.fixture.ts'
import { smallPlan } from '../../emergency-plan/small-plan.fixture.ts'

const affectedOf = (played: PlayedSaid): readonly string[] =>
  (played.response.state.scope?.of.tenants ?? []).filter(({ affected }) => affected).map(({ id }) => id)

async function untold(played: PlayedSaid): Promise<readonly string[]> {
  const state = await played.response.refresh()
  const found = closingCriteria(state, played.now).find(({ name }) => name.en.includes('told by name'))
  return found?.open ?? []
}

test('who was reached is counted from receipts and statements; a sent mail alone reaches nobody', async () => {
  const played = await playedSaid()
  const affected = affectedOf(played)
  const [first = '', second = '', third = ''] = affected
  assert.deepEqual(await untold(played), affected)
  await played.notice('l1', [first, second])
  const sentAt = played.now
  assert.deepEqual(customersReached(await played.response.refresh()), {
    affected: affected.length,
    provedByLink: 0,
    provedByCall: 0,
    posted: 0,
    notReached: affected.length,
    first: sentAt,
    last: sentAt,
  })
  await played.receive('l1', first)
  played.later(30)
  const [called] = [...(played.notices.desk.notices.get('l1')?.recipients.values() ?? [])].filter(
    ({ tenant }) => tenant === second,
  )
  await played.notices.execute(
    {
      command: 'call',
      notice: 'l1',
      recipient: called?.recipient ?? '',
      outcome: 'reached',
      caller: 'ida',
      calledAt: played.now,
      codeProof: 'b'.repeat(64),
    },
    played.by(),
  )
  await played.statement(third, 1)
  played.later(10)
  const postedAt = played.now
  await played.statements.execute(
    { command: 'post', tenants: [third], how: 'letter', postedAt, outdated: [] },
    played.by(),
  )
  const reached = customersReached(await played.response.refresh())
  assert.deepEqual(reached, {
    affected: affected.length,
    provedByLink: 1,
    provedByCall: 1,
    posted: 1,
    notReached: affected.length - 3,
    first: sentAt,
    last: postedAt,
  })
  assert.deepEqual(await untold(played), affected.slice(3))
})

const byOtherMeansText =
  smallPlan(`  - { id: first, title: first, forEach: tenants where affected, do: [ { notice: { template: first, select: tenants where affected, via: [mail] } } ] }
  - { id: last, title: last, forEach: tenants where affected, do: [ { notice: { template: last, select: tenants where affected, via: [mail] } } ] }
`)
const byOtherMeans = planFrom(byOtherMeansText)

test('a house that tells its customers by other means says so for every stage; one of two is not enough', async () => {
  const played = await playedSaid(byOtherMeans)
  const [first = ''] = affectedOf(played)
  const by = (): { actor: string; at: string } => played.by()
  await played.response.execute({ command: 'completeStage', stage: `first@${first}`, person: 'lead' }, by())
  assert.ok((await untold(played)).includes(first))
  const reason = 'the parent company wrote to them'
  await played.response.execute(
    { command: 'skipStage', stage: `last@${first}`, reason, person: 'lead' },
    by(),
  )
  assert.ok(!(await untold(played)).includes(first))
  assert.equal((await untold(played)).length, affectedOf(played).length - 1)
})

test('a plan that tells nobody by name is not said to have told everybody', async () => {
  const silent = planFrom(
    byOtherMeansText.replace(
      /stages:[^]*$/,
      'stages:\n  - { id: first, title: first, do: [{ task: { text: x, assign: lead } }] }\n',
    ),
  )
  const played = await playedSaid(silent)
  const told = closingCriteria(played.response.state, played.now).filter(({ name }) =>
    name.en.includes('told'),
  )
  assert.deepEqual(
    told.map(({ name }) => name.en),
    ['told by name: no stage of a plan asks for it, nothing was checked'],
  )
})

test('a claim counts as told when everybody who was hit has a notice with its very words', async () => {
  const played = await playedSaid()
  await played.claim('indicated')
  const statement = () => played.desk.desk.claims.get('outflow')?.inForce
  await played.desk.refresh()
  const told = async () => {
    const claim = statement()
    assert.ok(claim)
    return tellingsOf(await played.response.refresh()).told(claim)
  }
  assert.equal(await told(), false)
  const affected = affectedOf(played)
  const { wording = { de: '', en: '' } } = statement() ?? {}
  await played.notice('found', affected, undefined, wording)
  assert.equal(await told(), false)
  for (const tenant of affected) await played.receive('found', tenant)
  assert.equal(await told(), true)
})

test('a letter tells only the claims of before it, in the order of the log also within one moment', async () => {
  const played = await playedSaid()
  const affected = affectedOf(played)
  const told = async (): Promise<boolean> => {
    await played.desk.refresh()
    const claim = played.desk.desk.claims.get('outflow')?.inForce
    assert.ok(claim)
    return tellingsOf(await played.response.refresh()).told(claim)
  }
  const post = async (revision: number): Promise<void> => {
    for (const tenant of affected) await played.statement(tenant, revision)
    const posting = { how: 'letter', postedAt: played.now, outdated: [] } as const
    await played.statements.execute({ command: 'post', tenants: affected, ...posting }, played.by())
  }
  // The clock stands still: drafted, posted and claimed at one and the same time.
  await post(1)
  await played.claim('indicated')
  assert.equal(await told(), false, 'the letter was there before the claim')
  await post(2)
  assert.equal(await told(), true)
})

test('the closing report says whom we reached, in both languages, and is drafted anew when that changes', async () => {
  const played = await playedSaid()
  const affected = affectedOf(played)
  await played.notice('l1', affected)
  const desk = await openDesk(played.log, caseId, estate, followTellings(caseId))
  const contact =
    estate.contacts
      .find(({ roles }) => roles.includes('public'))
      ?.channels.find(({ kind }) => kind === 'phone')?.to ?? ''
  const draft = {
    update: 'end',
    kind: 'closing' as const,
    text: { de: '', en: '' },
    asOf: played.now,
    nextBy: new Date(Date.parse(played.now) + 3_600_000).toISOString(),
    parts: ['cause', 'excluded', 'measures', 'contact'].map((part) => ({
      part,
      text: { de: `Rufen Sie an: ${contact}.`, en: `Call ${contact}.` },
    })),
  }
  await desk.execute({ command: 'draft', draft }, played.by())
  const text = desk.desk.drafts.get('end')?.text
  assert.match(text?.de ?? '', /Wer es von uns erfuhr\nBetroffene Kunden: \d+\. Empfang nachgewiesen: 0,/)
  assert.match(
    text?.en ?? '',
    new RegExp(`Customers who were hit: ${affected.length}\\. .*Not reached: ${affected.length}\\.`),
  )
  await played.receive('l1', affected[0] ?? '')
  await desk.execute({ command: 'draft', draft }, played.by())
  assert.match(
    desk.desk.drafts.get('end')?.text.en ?? '',
    /Receipt proved: 1, of them on the phone or on paper: 0\./,
  )
})
