import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { evidenceLog, inquiryDesk, type Session } from '../../../adapters/database/index.ts'
import { mailSpool } from '../../../adapters/mail-out/index.ts'
import { wayOut } from '../../../adapters/mail-out/way-out.ts'
import type { InquiryMail } from '../../../core/inquiries/index.ts'
import { openTestOutside } from '../outside.fixture.ts'

let caller = 0
const sendMails = async (session: Session, mails: readonly InquiryMail[]): Promise<void> => {
  await mailSpool({
    query: (sql, values) => session.query(sql, values),
    transaction: (work) => work(session),
  }).add(mails)
}
const publicUrl = new URL('https://contact.example.org')
const outside = await openTestOutside({ publicUrl, sendMails })
after(() => outside[Symbol.asyncDispose]())
const { database } = outside
const hours = () => ({ zone: 'Europe/Berlin', from: 0, to: 1440 })
const desk = inquiryDesk(database, {
  hours,
  mail: { face: () => ({ provider: 'P', publicUrl }), send: sendMails },
})
const by = (person = 'Ben') => ({ person, at: new Date().toISOString() })

async function declare(caseId: string, exercise: boolean): Promise<void> {
  const data = { title: 'x', exercise, tenants: ['a'], services: ['mail'] }
  await evidenceLog(database).append(caseId, [{ ...entry(), kind: 'case.declared', data }])
}
const entry = () => ({ actor: 'account tester', at: new Date().toISOString(), action: 'decide' as const })

/** Fills in the form as a person does; the static form of the site shows the same page once more. */
async function send(email: string): Promise<{ reference: string; page: string }> {
  const headers = { 'X-Forwarded-For': `192.0.2.${(caller += 1)}` }
  const page = await (await outside.get('/inquiry?lang=de', headers)).text()
  const shownAt = /name="shownAt" value="([^"]+)"/.exec(page)?.[1] ?? ''
  await new Promise((resolve) => setTimeout(resolve, 2100))
  const fields = {
    name: 'Anna Nord',
    noCustomer: 'yes',
    email,
    service: 'mail',
    topic: 'status',
    message: `Wann? ${email}`,
    language: 'de',
    consent: 'yes',
    shownAt,
  }
  const sent = await outside.post('/inquiry?lang=de', fields, headers)
  const token = /status\/(\w{9})\./.exec(sent.headers.get('Location') ?? '')?.[1] ?? ''
  assert.equal(token.length, 9, String(sent.status))
  return { reference: `${token.slice(0, 4)}-${token.slice(4, 8)}-${token.slice(8)}`, page }
}
const mailsTo = (recipient: string) =>
  database.query<{ exercise: boolean; recipient: string; subject: string; body: string }>(
    'select exercise, recipient, subject, body from anlauf.mail_out where recipient = $1 order by id',
    [recipient],
  )
const stateOf = async (reference: string): Promise<unknown> =>
  (
    await database.query(
      'select state, case_id as "caseId", undecided from anlauf.inquiry where reference = $1',
      [reference],
    )
  )[0]
const answer = async (reference: string): Promise<'mail' | 'phone'> =>
  (await desk.answer(reference, 'mail-back', by())).by

test('with no case named: an exercise, and one beside an incident, reach no address that a stranger typed', async () => {
  const text = { title: 't', de: 'Morgen.', en: 'Tomorrow.', tenantSpecific: false }
  const { hash } = await desk.write({ id: 'mail-back', ...text }, by())
  await desk.approve('mail-back', hash, by('Cem'))

  const before = await send('before@real.example')
  assert.doesNotMatch(before.page, /class="exercise"/)
  assert.deepEqual(
    (await mailsTo('before@real.example')).map(({ exercise }) => exercise),
    [false],
  )

  await declare('drill-1', true)
  await new Promise((resolve) => setTimeout(resolve, 3_100))
  const played = await send('played@real.example')
  assert.match(played.page, /class="exercise"/)
  assert.deepEqual(await stateOf(played.reference), {
    state: 'unconfirmed',
    caseId: 'drill-1',
    undecided: false,
  })
  const [mail] = await mailsTo('played@real.example')
  assert.equal(mail?.exercise, true)
  const relay = { host: 'relay.example', port: 25, tls: 'starttls' } as const
  assert.equal(wayOut(mail, { relay }), undefined)

  // Who asked before the exercise is answered as ever.
  await database.query(`update anlauf.inquiry set state = 'open' where reference = $1`, [before.reference])
  assert.equal(await answer(before.reference), 'mail')
  assert.deepEqual(
    (await mailsTo('before@real.example')).map(({ exercise }) => exercise),
    [false, false],
  )

  await declare('night-1', false)
  const either = await send('either@real.example')
  assert.deepEqual(await stateOf(either.reference), { state: 'open', caseId: null, undecided: true })
  await assert.rejects(answer(either.reference), { code: 'gate-closed' })
  assert.deepEqual(await mailsTo('either@real.example'), [], 'nobody can tell, so nothing leaves')
  await assert.rejects(desk.decide(before.reference, { command: 'assign', caseId: 'drill-1' }, by()), {
    code: 'not-permitted',
  })
  await desk.decide(either.reference, { command: 'assign', caseId: 'night-1' }, by())
  assert.equal(await answer(either.reference), 'mail')
  const other = await send('other@real.example')
  await desk.decide(other.reference, { command: 'assign', caseId: 'drill-1' }, by())
  assert.equal(await answer(other.reference), 'mail')
  assert.deepEqual(
    [...(await mailsTo('either@real.example')), ...(await mailsTo('other@real.example'))].map(
      ({ exercise }) => exercise,
    ),
    [false, true],
  )

  await evidenceLog(database).append('drill-1', [{ ...entry(), kind: 'case.closed', data: {} }])
  const later = await send('later@real.example')
  assert.deepEqual(await stateOf(later.reference), { state: 'unconfirmed', caseId: null, undecided: false })
  // An incident that was reopened is open: nobody can tell again, and no stranger is taken for a player.
  await evidenceLog(database).append('night-1', [{ ...entry(), kind: 'case.closed', data: {} }])
  await evidenceLog(database).append('drill-1', [{ ...entry(), kind: 'case.reopened', data: {} }])
  await evidenceLog(database).append('night-1', [{ ...entry(), kind: 'case.reopened', data: {} }])
  const again = await send('again@real.example')
  assert.deepEqual(await stateOf(again.reference), { state: 'open', caseId: null, undecided: true })
  await evidenceLog(database).append('drill-1', [{ ...entry(), kind: 'case.closed', data: {} }])
})

test('whatever comes by telephone or mail is placed by the same rule', async () => {
  await declare('drill-2', true)
  const submission = {
    words: { name: 'Tom', phone: '+49 30 1234567', message: 'Wann?' },
    topic: 'status',
    language: 'de',
  } as const
  const called = await desk.telephone(submission, by())
  assert.deepEqual([called.state, called.undecided, called.channel], ['open', true, 'phone'])
  const named = await desk.telephone(submission, by(), 'night-1')
  assert.deepEqual([named.caseId, named.undecided], ['night-1', undefined])
})
