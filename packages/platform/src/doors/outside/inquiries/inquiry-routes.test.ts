import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { type InquiryMail, linkToken } from '../../../core/inquiries/index.ts'
import { evidenceLog } from '../../../adapters/database/index.ts'
import { openTestOutside } from '../outside.fixture.ts'

let clock = Date.parse('2026-03-13T09:00:00Z')
const mails: InquiryMail[] = []
let caller = 0
const outside = await openTestOutside({
  now: () => new Date(clock),
  publicUrl: new URL('https://contact.example.org'),
  async sendMails(_session, sent) {
    mails.push(...sent)
  },
})
after(() => outside[Symbol.asyncDispose]())

const typed = {
  name: 'Anna Nord',
  customer: 'K-4711',
  email: 'anna@example.org',
  service: 'mail',
  topic: 'status',
  message: 'Wann kommt die Mail wieder?',
  language: 'de',
  consent: 'yes',
}
/** Each test writes from an address of its own. */
const from = (): Record<string, string> => ({ 'X-Forwarded-For': `192.0.2.${(caller += 1)}` })
async function shownForm(headers = from()): Promise<string> {
  const page = await (await outside.get('/inquiry?lang=de', headers)).text()
  return /name="shownAt" value="([^"]+)"/.exec(page)?.[1] ?? ''
}
async function send(fields: Record<string, string>, headers = from()): Promise<Response> {
  const shownAt = await shownForm(headers)
  clock += 20_000
  return outside.post('/inquiry?lang=de', { ...fields, shownAt }, headers)
}
const pageAt = async (path: string): Promise<string> => (await outside.get(path, from())).text()
const count = async (): Promise<number> =>
  (await outside.database.query<{ n: number }>('select count(*)::int as n from anlauf.inquiry'))[0]?.n ?? -1
const linkIn = (mail: InquiryMail | undefined): string =>
  /https:\/\/contact\.example\.org(\S+)/.exec(mail?.text ?? '')?.[1] ?? ''
const evidence = async (): Promise<string> =>
  JSON.stringify(await Array.fromAsync(evidenceLog(outside.database).read('anlauf.inquiries')))

test('sent, confirmed by mail, with a number and a promise that skips the weekend; the evidence names nobody', async () => {
  const sent = await send(typed)
  assert.equal(sent.status, 303)
  const place = sent.headers.get('Location') ?? ''
  const waiting = await pageAt(place)
  const reference = /class="reference">([^<]+)</.exec(waiting)?.[1] ?? ''
  assert.match(reference, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$/)
  assert.match(waiting, /wartet auf Ihre Bestätigung/)
  const mail = mails.at(-1)
  assert.equal(mail?.to, 'anna@example.org')
  assert.equal(mail.key, `inquiry-confirm:${reference}`)
  assert.doesNotMatch(
    mail.text + mail.subject,
    /Anna|K-4711|Wann kommt/,
    'the form sends nobody what a stranger typed',
  )
  const link = linkIn(mail)
  assert.match(await pageAt(link), /<form method="post" action="\/inquiry\/confirm\//)
  assert.match(
    await pageAt(place),
    /wartet auf Ihre Bestätigung/,
    'a scanner that follows the link confirms nothing',
  )
  clock += 60_000
  const confirmed = await (await outside.post(link, {}, from())).text()
  assert.match(confirmed, /Bestätigt[^]*Ihre Anfrage wird|Ihre Anfrage wird bearbeitet/)
  assert.match(await pageAt(place), /Wir antworten bis[^]*<time datetime="2026-03-16T09:01:20\.000Z">Montag/)
  const log = await evidence()
  assert.match(log, new RegExp(`"object":"${reference}"`))
  assert.doesNotMatch(log, /Anna|example\.org|K-4711|Wann kommt/)
})

test('a confirmation replayed days later changes nothing, and its token opens nothing else', async () => {
  await send({ ...typed, message: 'Zweite Frage' })
  const link = linkIn(mails.at(-1))
  const first = await (await outside.post(link, {}, from())).text()
  const [answerBy] = /datetime="[^"]+"/.exec(first) ?? []
  clock += 86_400_000
  const again = await (await outside.post(link, {}, from())).text()
  assert.equal(/datetime="[^"]+"/.exec(again)?.[0], answerBy)
  for (const other of ['status', 'solved']) {
    assert.equal((await outside.get(link.replace('/confirm/', `/${other}/`), from())).status, 404)
  }
  assert.equal(
    (
      await outside.get(
        link.replace(/.\?/, (end) => (end[0] === 'A' ? 'B?' : 'A?')),
        from(),
      )
    ).status,
    404,
  )
  assert.equal(
    (await outside.post('/inquiry/confirm/7K3M9QXZT.AAAAAAAAAAAAAAAAAAAAAA', {}, from())).status,
    404,
  )
  assert.equal((await outside.get("/inquiry/confirm/';--.AAAA", from())).status, 404)
})

test('sending the same page twice makes one inquiry and one mail', async () => {
  const headers = from()
  const shownAt = await shownForm(headers)
  clock += 20_000
  const [countBefore, mailsBefore] = [await count(), mails.length]
  const answers = await Promise.all(
    Array.from({ length: 5 }, () =>
      outside.post('/inquiry', { ...typed, message: 'Doppelt', shownAt }, headers),
    ),
  )
  assert.equal(new Set(answers.map(({ headers }) => headers.get('Location'))).size, 1)
  assert.equal(await count(), countBefore + 1)
  assert.equal(mails.length, mailsBefore + 1)
})

test('wrong fields: all named at once, announced, linked, and what was typed stays, as text', async () => {
  const hostile = `"><script>alert(1)</script>' onfocus=x`
  const answer = await send({ ...typed, name: '', email: 'nobody', message: hostile, topic: hostile })
  assert.equal(answer.status, 422)
  const page = await answer.text()
  assert.match(page, /role="alert" tabindex="-1" autofocus>[^]*3 Angaben fehlen oder stimmen nicht/)
  assert.match(page, /<a href="#name">Ihr Name<\/a>/)
  assert.match(
    page,
    /id="email"[^>]*value="nobody"[^>]*aria-invalid="true" aria-describedby="email-note email-wrong"/,
  )
  assert.match(page, /id="consent"[^>]* checked/)
  assert.doesNotMatch(page, /<script/)
  assert.match(page, /&lt;script&gt;alert\(1\)/)
})

test('without a signed time, too fast, or with the trap filled in: shown once more and lost by nobody', async () => {
  const before = await count()
  const headers = from()
  for (const extra of [
    {},
    { shownAt: 'forged.AAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA' },
    { shownAt: await shownForm(), website: 'http://spam' },
  ]) {
    const answer = await outside.post(
      '/inquiry?lang=de',
      { ...typed, message: `Von der Seite ${Object.keys(extra).join()}`, ...extra },
      headers,
    )
    assert.equal(answer.status, 200)
    const page = await answer.text()
    assert.match(page, /Bitte prüfen und senden/)
    assert.match(page, /type="hidden" name="message" value="Von der Seite/)
    assert.doesNotMatch(page, /http:\/\/spam/)
  }
  assert.equal(await count(), before)
  const check = await (await outside.post('/inquiry', { ...typed, message: 'Von der Seite' }, headers)).text()
  const shownAt = /name="shownAt" value="([^"]+)"/.exec(check)?.[1] ?? ''
  clock += 3000
  assert.equal(
    (await outside.post('/inquiry', { ...typed, message: 'Von der Seite', shownAt }, headers)).status,
    303,
  )
  assert.equal(await count(), before + 1)
  const changed = await outside.post(
    '/inquiry?lang=de',
    { ...typed, message: 'Von der Seite', shownAt, change: 'yes' },
    headers,
  )
  assert.match(await changed.text(), /<textarea[^>]*>\nVon der Seite/)
})

test('a number only: no mail, the clock runs at once; the attacker gets no promise', async () => {
  const before = mails.length
  const { email: _none, ...noMail } = typed
  const phone = await send({ ...noMail, phone: '+49 30 23125 001' })
  assert.match(await pageAt(phone.headers.get('Location') ?? ''), /Wir antworten bis[^]*Wir rufen Sie an/)
  const attacker = await send({
    ...noMail,
    phone: '+49 30 23125 001',
    message: 'We have stolen your data. Pay.',
  })
  assert.doesNotMatch(await pageAt(attacker.headers.get('Location') ?? ''), /Wir antworten bis/)
  assert.equal(mails.length, before)
  const [row] = await outside.database.query(`select state from anlauf.inquiry where class = 'security'`)
  assert.deepEqual(row, { state: 'set-aside' })
})

test('twenty at once from one address, then it waits; nobody’s mailbox is filled with links', async () => {
  const headers = from()
  const { email: _none, ...noMail } = typed
  const answers: number[] = []
  const shownAt = await shownForm(headers)
  clock += 20_000
  for (let n = 0; n < 22; n += 1) {
    answers.push(
      (
        await outside.post(
          '/inquiry',
          { ...noMail, phone: '0301234567', message: `Nr. ${n}`, shownAt },
          headers,
        )
      ).status,
    )
  }
  assert.deepEqual(answers, [...Array<number>(20).fill(303), 429, 429])
  assert.equal((await send({ ...typed, email: 'other@example.org' })).status, 303, 'others get through')
  const victims: number[] = []
  for (let n = 0; n < 7; n += 1)
    victims.push((await send({ ...typed, email: `Vic.tim+${n}@example.org`, message: `v${n}` })).status)
  assert.deepEqual(victims, [303, 303, 303, 303, 303, 429, 429])
})

test('an old page whose button no longer fits says how it stands, and is no failure of ours', async () => {
  await send({ ...typed, email: 'twice@example.org', message: 'Zweimal?' })
  const confirm = linkIn(mails.at(-1))
  await outside.post(confirm, {}, from())
  const [row] = await outside.database.query<{ reference: string; secret: string }>(
    `update anlauf.inquiry set state = 'answered', answered_at = now() where words->>'email' = 'twice@example.org'
      returning reference, encode(secret, 'hex') as secret`,
  )
  assert.ok(row)
  const link = `/inquiry/solved/${linkToken('solved', row)}?lang=de`
  assert.equal((await outside.post(link, { solved: 'no' }, from())).status, 200)
  const late = await outside.post(link, { solved: 'yes' }, from())
  assert.equal(late.status, 200)
  assert.match(await late.text(), /Wir antworten bis/)
})

test('header injection through name and address: the address is refused, the name is one line and in no mail', async () => {
  const before = mails.length
  assert.equal((await send({ ...typed, email: 'a@example.org\r\nBcc: all@example.org' })).status, 422)
  assert.equal(
    (await send({ ...typed, name: 'Anna\r\nBcc: all@example.org', email: 'b@example.org' })).status,
    303,
  )
  assert.equal(mails.length, before + 1)
  assert.doesNotMatch(JSON.stringify(mails.at(-1)), /Bcc/)
  const [row] = await outside.database.query<{ words: { name: string } }>(
    `select words from anlauf.inquiry where words->>'email' = 'b@example.org'`,
  )
  assert.equal(row?.words.name, 'Anna Bcc: all@example.org')
})

test('the notice says who is responsible and how long it is kept; nothing personal is in the log of the server', async () => {
  assert.match(await pageAt('/inquiry/notice?lang=de'), /Beispiel Hosting AG[^]*6 Monate nach der Antwort/)
  assert.match(await pageAt('/inquiry/notice?lang=en'), /withdraw your consent/)
  assert.doesNotMatch(JSON.stringify(outside.lines), /example\.org|192\.0\.2|Anna/)
})
