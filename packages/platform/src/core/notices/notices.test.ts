import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { clocksOf, openClocks } from '../duties/index.ts'
import type { Estate } from '../estate/index.ts'
import {
  addressesOf,
  callTasks,
  checkNotice,
  composeNotice,
  noticeStage,
  openNotices,
  parseNoticeFile,
  planRecipients,
  proveReceipt,
} from './index.ts'
import { aNotice, noticeEstate, PlayedNotices } from './played-notices.fixture.ts'
import { processorMs } from '../../../../../test/processor-time.ts'

const proof = createHash('sha256').update('x').digest('hex')

async function sent(): Promise<PlayedNotices> {
  const played = await PlayedNotices.declared()
  await played.run({ command: 'draft', notice: aNotice() })
  await played.approve('l1')
  await played.run({ command: 'send', notice: 'l1' })
  return played
}

test('mailboxes on the hit service are called and never written to; everybody else on their way', async () => {
  const played = await PlayedNotices.declared()
  const planned = planRecipients(noticeEstate, played.session.desk.case, aNotice())
  assert.deepEqual(
    planned.map(({ recipient, way, because }) => [recipient, way, because ?? null]),
    [
      ['nordwind/c-nordwind', 'call', 'hosted-here'],
      ['alpenblick/c-alpenblick', 'mail', null],
      ['hafenkontor/c-hafenkontor', 'call', 'no-mail'],
      ['lindenhof/c-lindenhof', 'call', 'letter-only'],
    ],
  )
  const ways = addressesOf(noticeEstate, played.session.desk.case)
  assert.deepEqual(ways('nordwind/c-nordwind').mails, [])
  assert.deepEqual(ways('alpenblick/c-alpenblick').mails, ['berg@elsewhere.example'])
  // The same mailbox is fine while its service is not hit.
  // Nobody's phone rings in an exercise.
  const drill = addressesOf(noticeEstate, { ...played.session.desk.case, exercise: true })(
    'nordwind/c-nordwind',
  )
  assert.deepEqual([drill.phones, drill.letters, drill.isWithheld], [[], [], true])
  const other = planRecipients(noticeEstate, { services: ['consult'] }, aNotice())
  assert.equal(other[0]?.way, 'mail')
  // An attacked system counts as its services do, and what needs them.
  const bySystem = planRecipients(noticeEstate, { services: [], systems: ['dir1'] }, aNotice())
  assert.equal(bySystem[0]?.because, 'hosted-here')
})

test('a customer without a contact is on the list all the same; roles choose, and nobody falls through', () => {
  const estate = {
    ...noticeEstate,
    tenants: noticeEstate.tenants.map((one) => (one.id === 'lindenhof' ? { ...one, contacts: [] } : one)),
  } as Estate
  const planned = planRecipients(estate, { services: [] }, aNotice({ roles: ['security'] }))
  assert.deepEqual(planned.at(-1), {
    recipient: 'lindenhof/-',
    tenant: 'lindenhof',
    way: 'call',
    because: 'no-way',
    language: 'de',
  })
  // Only Nordwind has somebody for security; of the others whoever there is.
  assert.equal(planned.length, 4)
})

test('nothing goes out before dpo and forensics signed exactly this', async () => {
  const played = await PlayedNotices.declared()
  await played.run({ command: 'draft', notice: aNotice() })
  await assert.rejects(played.run({ command: 'send', notice: 'l1' }), { code: 'gate-closed' })
  await played.approve('l1', ['dpo', 'comms'])
  await assert.rejects(played.run({ command: 'send', notice: 'l1' }), { code: 'gate-closed' })
  await assert.rejects(played.approve('l1', ['forensics'], 'comms'), /not that of forensics/)
  await played.approve('l1', ['forensics'])
  // Another word voids all of it.
  await played.run({ command: 'draft', notice: aNotice({ ackHours: 4 }) })
  await assert.rejects(played.run({ command: 'send', notice: 'l1' }), { code: 'gate-closed' })
  await played.run({ command: 'draft', notice: aNotice() })
  assert.equal(
    (await played.run({ command: 'send', notice: 'l1' })).filter(({ type }) => type === 'notice.sent').length,
    1,
  )
  assert.deepEqual(await played.run({ command: 'send', notice: 'l1' }), [], 'once')
  await assert.rejects(played.run({ command: 'draft', notice: aNotice() }), /went out/)
  // A line that somebody wrote into the log without signatures sends nothing.
  const forged = await PlayedNotices.declared()
  await forged.run({ command: 'draft', notice: aNotice() })
  const entry = played.log.entries.find(({ kind }) => kind === 'notice.sent')
  assert.ok(entry)
  const { at, actor, action, kind, data, object } = entry
  await forged.log.append('case-1', [
    { at, actor, action, kind, data, ...(object !== undefined && { object }) },
  ])
  const desk = await forged.session.refresh()
  assert.equal(desk.notices.get('l1')?.recipients.size, 0)
  assert.equal(noticeStage(desk, desk.notices.get('l1')!, new Date(forged.now)), 'in review')
})

test('everybody ends as received or on the call list, whatever mails do', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          state: fc.constantFrom('sent', 'accepted', 'delayed', 'call-task', 'delivered' as const),
          reason: fc.constantFrom('bounced', 'policy-refused', 'expired', 'unknown-outcome', undefined),
          acknowledge: fc.boolean(),
          wait: fc.integer({ min: 0, max: 5 }),
        }),
        { maxLength: 5 },
      ),
      async (steps) => {
        const played = await sent()
        const recipient = 'alpenblick/c-alpenblick'
        for (const { state, reason, acknowledge, wait } of steps) {
          played.wait(wait)
          await played.run({
            command: 'settle',
            notice: 'l1',
            outcomes: [{ recipient, state, ...(reason && { reason }) }],
          })
          await played.run({ command: 'tick' })
          if (acknowledge) {
            await played.run({
              command: 'receive',
              notice: 'l1',
              recipient,
              by: 'link',
              receivedAt: played.by.at,
              proof,
            })
          }
        }
        played.wait(13)
        await played.run({ command: 'tick' })
        const { desk } = played.session
        const open = new Set(callTasks(desk).map((task) => task.recipient))
        for (const one of desk.notices.get('l1')?.recipients.values() ?? []) {
          assert.notEqual(one.receipt !== undefined, open.has(one.recipient), one.recipient)
        }
        // What the log says by itself is the same.
        const again = await openNotices(played.log, 'case-1', () => noticeEstate)
        assert.deepEqual(again.desk.notices, desk.notices)
      },
    ),
    { numRuns: 40 },
  )
})

test('silence of six hours is a call; a call proves receipt only with the code, and starts the customer’s clock once', async () => {
  const played = await sent()
  const { log, session } = played
  const recipient = 'alpenblick/c-alpenblick'
  assert.deepEqual(
    callTasks(session.desk).map((task) => task.recipient),
    ['hafenkontor/c-hafenkontor', 'lindenhof/c-lindenhof', 'nordwind/c-nordwind'],
  )
  await played.run({
    command: 'settle',
    notice: 'l1',
    outcomes: [{ recipient, state: 'accepted', reply: '250' }],
  })
  played.wait(5.9)
  assert.deepEqual(await played.run({ command: 'tick' }), [])
  played.wait(0.2)
  assert.equal((await played.run({ command: 'tick' })).length, 1)
  assert.deepEqual(await played.run({ command: 'tick' }), [])
  const call = { command: 'call', notice: 'l1', recipient, caller: 'ben', calledAt: played.by.at } as const
  await assert.rejects(played.run({ ...call, outcome: 'reached' }), /no code was read back/)
  await assert.rejects(
    played.run({ ...call, outcome: 'callback', calledAt: '2027-01-01T00:00:00.000Z' }),
    /not come yet/,
  )
  await assert.rejects(
    played.run({ ...call, outcome: 'callback', calledAt: '2026-01-01T00:00:00.000Z' }),
    /before the notice/,
  )
  await played.run({ ...call, outcome: 'voicemail' })
  assert.deepEqual(await played.run({ ...call, outcome: 'voicemail' }), [], 'typed in twice')
  assert.equal(callTasks(session.desk).at(-1)?.recipient, recipient, 'who was tried comes last')
  played.wait(1)
  const reached = { ...call, outcome: 'reached', calledAt: played.by.at, codeProof: proof } as const
  assert.equal(await proveReceipt(log, session, reached, played.by), true)
  assert.equal(await proveReceipt(log, session, reached, played.by), true)
  assert.ok(callTasks(session.desk).every((task) => task.recipient !== recipient))
  const clocks = await openClocks(log, 'case-1')
  const derived = clocksOf(clocks.log, Temporal.Instant.fromEpochMilliseconds(played.now)).find(
    ({ duty, tenant }) => duty.id === 'gdpr-33-1@tenant' && tenant === 'alpenblick',
  )
  assert.equal(derived?.state.kind, 'running')
  assert.equal(log.entries.filter(({ kind }) => kind === 'clock.met').length, 1)
  assert.equal(log.entries.filter(({ kind }) => kind === 'clock.derived').length, 1)
})

test('the log holds no address, no number and no name of a contact', async () => {
  const played = await sent()
  const text = JSON.stringify(played.log.entries)
  for (const { name, channels } of noticeEstate.contacts) {
    for (const secret of [name, ...channels.map(({ to }) => to)]) assert.ok(!text.includes(secret), secret)
  }
})

test('a text names no other customer and nobody by name', async () => {
  const { session } = await PlayedNotices.declared()
  const found = (more: Parameters<typeof aNotice>[0]) =>
    checkNotice(aNotice(more), noticeEstate, session.desk.case)
      .map(({ message }) => message)
      .join(' ')
  assert.equal(found({}), '')
  const { text } = aNotice()
  assert.match(found({ text: { ...text, de: `${text.de} Auch Hafenkontor ist betroffen.` } }), /hafenkontor/i)
  assert.match(found({ text: { ...text, en: `${text.en} Ask Clara Hafen.` } }), /Clara Hafen/i)
  const own = (words: string) => ({
    text: { de: `${text.de} {own}`, en: `${text.en} {own}` },
    tenants: ['nordwind'],
    own: { nordwind: { de: words, en: words } },
  })
  assert.equal(found(own('Nordwind Makler GmbH: 12 Postfächer in nordwind.example.')), '')
  assert.match(found(own('Nordwind und ALPENBLICK.')), /alpenblick/i)
  assert.match(found(own('Frau Anna Nord weiß es.')), /Anna Nord/i)
  // "Nord" is a part of "Nordwind": taking out the own name must not spoil another one.
  const [nordwind] = noticeEstate.tenants
  assert.ok(nordwind)
  const nord = {
    ...nordwind,
    id: 'nord',
    name: 'Nord',
    slug: 'nord',
    number: '77777',
    contacts: [],
    subscriptions: [],
  }
  const estate = { ...noticeEstate, tenants: [...noticeEstate.tenants, nord] }
  const words = { de: 'Wie bei Nordwind Makler.', en: 'As at Nordwind Makler.' }
  const notice = { ...own(''), tenants: ['nord'], own: { nord: words } }
  const { units } = session.desk.case
  const state = { ...session.desk.case, units: new Map(units).set('nord', units.get('nordwind') as never) }
  assert.match(JSON.stringify(checkNotice(aNotice(notice), estate, state)), /Nordwind Makler/i)
  for (const link of ['hilfe.example', 'https://hilfe.example/x', 'it@fremd.example', '+49 171 5550100']) {
    assert.match(found({ text: { ...text, de: `${text.de} Siehe ${link} dazu.` } }), /contact/, link)
    assert.match(found(own(`Siehe ${link} dazu.`)), /contact/, link)
    assert.match(found({ subject: { de: `Jetzt ${link}`, en: 'x' } }), /contact/, link)
  }
  // The own name in it makes a stranger's domain no own one.
  for (const link of [
    'hilfe-nordwind.example',
    'https://hilfe.nordwind.example.evil.example/x',
    'https://nordwind.example@evil.example/',
    'https://evil.example\\@nordwind.example/',
    'it@hilfe-nordwind.example',
  ]) {
    assert.match(found(own(`Siehe ${link} dazu.`)), /contact/, link)
  }
  assert.equal(found(own('Siehe shop.nordwind.example und https://www.nordwind.example/x, dort.')), '')
  assert.equal(
    found({ text: { ...text, de: `${text.de} Gesperrt: hxxps://evil[.]example, z.B. 1.2.3` } }),
    '',
  )
  assert.match(found({ tenants: ['nobody'] }), /Not in the estate/)
  assert.match(found({ tenants: [] }), /nobody/)
  assert.match(found({ duty: 'gdpr-33-1' }), /no duty towards each tenant/)
  assert.match(found({ text: { de: 'a {tenant}', en: 'b' } }), /same slots/)
  assert.match(found({ text: { de: 'a {x}', en: 'b {x}' } }), /no slot/)
  assert.match(found({ text: { de: 'a\u202eb', en: 'b' } }), /nobody sees/)
  assert.match(found({ subject: { de: 'a\nBcc: x', en: 'b' } }), /one line/)
  assert.match(found({ ackHours: Number.NaN }), /1 to 48/)
})

test('what nobody fills, or no mail takes, is found before anybody signs', async () => {
  const { session } = await PlayedNotices.declared()
  const found = (more: Parameters<typeof aNotice>[0], estate = noticeEstate) =>
    JSON.stringify(checkNotice(aNotice(more), estate, session.desk.case))
  assert.match(
    found({ subject: { de: 'An {Tenant}', en: 'To {tenant}' } }),
    /subject de.*\{Tenant\} would be read/,
  )
  assert.match(found({ subject: { de: '{own}', en: '{own}' } }), /subject de.*\{own\} would be read/)
  const own = {
    text: { de: '{own}', en: '{own}' },
    tenants: ['nordwind'],
    own: { nordwind: { de: 'Nummer {number}', en: 'Number {number}' } },
  }
  assert.match(found(own), /own nordwind en.*\{number\} would be read as it stands; write it out/)
  const estate = {
    ...noticeEstate,
    tenants: noticeEstate.tenants.map((one) =>
      one.id === 'nordwind' ? { ...one, name: `Nordwind ${'Verwaltung '.repeat(17)}GmbH` } : one,
    ),
  } as Estate
  const subject = { de: 'Vorfall bei {tenant}', en: 'Incident at {tenant}' }
  assert.match(found({ subject }, estate), /Filled for nordwind it is longer than 200/)
  assert.equal(found({ subject }), '[]')
})

test('thousands of customers whose names begin alike cost seconds, not minutes', async () => {
  const count = 4000
  const played = await PlayedNotices.declared()
  const [first] = noticeEstate.tenants
  assert.ok(first)
  const tenants = Array.from({ length: count }, (_, at) => ({
    ...first,
    id: `k${at}`,
    slug: `k${at}`,
    number: `90${at}`,
    name: `Kanzlei Nummer${at}`,
    contacts: [`c${at}`],
  }))
  const contacts = tenants.map(({ id }, at) => ({
    ...noticeEstate.contacts[0],
    id: `c${at}`,
    name: `Vorname${at} Nachname${at}`,
    channels: [{ kind: 'email', to: `it@${id}.example` }],
  }))
  const estate = { ...noticeEstate, tenants, contacts } as unknown as Estate
  const unit = [...played.session.desk.case.units.values()][0]
  const state = { ...played.session.desk.case, units: new Map(tenants.map(({ id }) => [id, unit!])) }
  const ids = tenants.map(({ id }) => id)
  const own = Object.fromEntries(
    tenants.map(({ id, name }) => [
      id,
      { de: `${name}: nichts. `.repeat(10), en: `${name}: nothing. `.repeat(10) },
    ]),
  )
  const notice = aNotice({ tenants: ids, own, text: { de: '{services} {own}', en: '{services} {own}' } })
  const began = processorMs()
  assert.deepEqual(checkNotice(notice, estate, state), [])
  const planned = planRecipients(estate, state, notice)
  for (const one of planned) composeNotice(notice, one, { estate, state })
  const ms = processorMs() - began
  assert.ok(ms < 20_000, `${Math.round(ms)} ms`)
})

test('each recipient reads their own language, their own company, and the link', () => {
  const read = (tenant: string, language: 'de' | 'en', link?: string) =>
    composeNotice(
      aNotice(),
      { tenant, language },
      { estate: noticeEstate, state: { id: 'case-1', services: ['mail', 'share'] }, ...(link && { link }) },
    )
  const german = read('nordwind', 'de', 'https://news.example/a/T')
  assert.match(german.text, /An Nordwind Makler GmbH, Kundennummer 10423/)
  assert.match(german.text, /https:\/\/news\.example\/a\/T/)
  assert.match(german.text, /Betroffen: E-Mail, Dateiablage\.\n/, 'only what is hit')
  assert.match(german.text, /Vorgang case-1\/l1/)
  assert.match(read('lindenhof', 'en').text, /To Lindenhof Beratung e\. K\.[^]*We will call you/)
  assert.doesNotMatch(german.text, /Alpenblick|\{/)
})

test('a notice file says in which line it is wrong', () => {
  const file =
    'duty: gdpr-33-2\nroles: it, security\n[subject de]\nA\n[subject en]\nB\n[de]\nText\n[en]\nText\n[own nordwind de]\nx\n[own nordwind en]\ny\n'
  const notice = parseNoticeFile('l1', file, { affected: ['nordwind'] })
  assert.deepEqual(notice.own, { nordwind: { de: 'x', en: 'y' } })
  assert.deepEqual([notice.tenants, notice.roles, notice.ackHours], [['nordwind'], ['it', 'security'], 6])
  const fails = (text: string, message: RegExp) =>
    assert.throws(() => parseNoticeFile('l1', text, { affected: [] }), message)
  fails(file.replace('duty', 'dutty'), /line 1 is not understood/)
  fails(file.replace('[de]', '[fr]'), /line 7: \[fr\]/)
  fails(file.replace('[own nordwind en]\ny\n', ''), /\[own nordwind en\] is missing/)
  fails(file.replace('Text', ''), /\[de\] is missing/)
})
