import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { parseEstate } from '../../packages/platform/src/core/estate/index.ts'
import { exampleEstate, openCli } from '../../packages/platform/src/doors/cli/cli.fixture.ts'
import { serveOutside } from '../../packages/platform/src/doors/outside/index.ts'
import { smtpDouble } from './smtp-double.ts'

const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned here')) })
const server = await smtpDouble()
after(async () => {
  server[Symbol.dispose]()
  await cli[Symbol.asyncDispose]()
})

const estateFile = cli.at('estate.yaml')
const desk = ['--case', 'night-1', '--estate', estateFile]
const home = cli.at('home')
interface Sent {
  readonly queued: number
  readonly queuedBefore: number
  readonly calls: number
  readonly round: { readonly accepted: number } | null
}
interface Card {
  readonly recipient: string
  readonly code: string
  readonly phones: readonly string[]
  readonly call: { readonly because: string }
}
const calls = async (): Promise<readonly Card[]> =>
  (await cli.json<{ calls: Card[] }>(['call', 'list', ...desk])).calls

before(async () => {
  writeFileSync(
    estateFile,
    readFileSync(exampleEstate, 'utf8')
      .replace('{ kind: email, to: it@elsewhere.example }', '{ kind: email, to: it@sub.nordwind.example }')
      .replace(
        'channels: [ { kind: phone, to: "+49 30 23125 002" } ]',
        'channels: [ { kind: email, to: berg@elsewhere.example }, { kind: phone, to: "+49 30 23125 002" } ]',
      )
      .replace(
        'channels: [ { kind: phone, to: "+49 30 23125 003" } ]',
        'channels: [ { kind: email, to: hafen@elsewhere.example }, { kind: phone, to: "+49 30 23125 003" } ]',
      ),
  )
  mkdirSync(cli.at('bounces', 'new'), { recursive: true })
  mkdirSync(cli.at('bounces', 'cur'), { recursive: true })
  writeFileSync(
    cli.at('mail.yaml'),
    `apiVersion: mail/v1
relay: { host: 127.0.0.1, port: ${server.port}, tls: none }
from: { name: Beispiel Hosting AG, address: notice@news.example }
bounces: bounce@news.example
links: http://127.0.0.1:7081
bounceFolder: bounces
`,
  )
  await cli.json([
    'case',
    'declare',
    '--case',
    'night-1',
    '--title',
    'x',
    '--estate',
    estateFile,
    '--system',
    'mbox1',
  ])
  for (const role of ['dpo', 'forensics']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    writeFileSync(cli.at(`${role}.key`), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    writeFileSync(cli.at(`${role}.pub`), publicKey.export({ format: 'pem', type: 'spki' }))
    const register = ['case', 'approver', '--case', 'night-1', '--person', role, '--role', role]
    await cli.json([...register, '--public-key', cli.at(`${role}.pub`)])
  }
})

const mail = ['--mail', cli.at('mail.yaml')]
const notice = ['--notice', 'l1']

test('from a text to four tenants: two by mail, two on the call list', async () => {
  const file = cli.at('l1.txt')
  writeFileSync(
    file,
    'duty: gdpr-33-2\n[subject de]\nVerletzung des Schutzes personenbezogener Daten\n[subject en]\nPersonal data breach\n[de]\nAn {tenant}, Nr. {number}.\nBetroffen: {services}.\n[en]\nTo {tenant}, no. {number}.\nAffected: {services}.\n',
  )
  const bad = cli.at('bad.txt')
  writeFileSync(bad, readFileSync(file, 'utf8').replace('An {tenant}', 'An {tenant}, nicht Nordwind'))
  const checked = await cli.json<{ findings: readonly unknown[] }>(
    ['notice', 'check', ...desk, ...notice, bad],
    1,
  )
  assert.equal(checked.findings.length, 1)
  const refused = await cli.run('notice', 'draft', ...desk, ...notice, bad)
  assert.match(refused.stderr, /nordwind.*is a customer/i)
  await cli.json(['notice', 'draft', ...desk, ...notice, file])
  const dry = await cli.run('notice', 'send', ...desk, ...notice, '--dry-run', ...mail)
  assert.match(dry.stdout, /mail: 2: alpenblick\/c-alpenblick, hafenkontor\/c-hafenkontor/)
  assert.match(dry.stdout, /1, mailbox on a service that is hit.*nordwind/)
  const early = await cli.run('notice', 'send', ...desk, ...notice, ...mail)
  assert.match(early.stderr, /not approved/)
  // Everything at once: the signatures, the mail file, the letters.
  const all = await cli.run('notice', 'send', ...desk, ...notice, '--letters', cli.at('nowhere'))
  assert.match(all.stderr, /3 things are missing/)
  for (const said of [/not approved; signed as it reads now: by nobody/, /No mail file/, /letters/]) {
    assert.match(all.stderr, said)
  }
  const missing = await cli.run('notice', 'send', ...desk, ...notice, '--dry-run')
  assert.match(missing.stdout, /Still missing: .*not approved[^]*Still missing: No mail file/)
  for (const person of ['dpo', 'forensics']) {
    await cli.json([
      'notice',
      'approve',
      ...desk,
      ...notice,
      '--person',
      person,
      '--key',
      cli.at(`${person}.key`),
    ])
  }
  server.onRecipient = (to) => (to.startsWith('hafen') ? '550 5.1.1 no such user' : '250 ok')
  const alpenblick = async (): Promise<string> =>
    /alpenblick\/c-alpenblick +mail +(.*)/.exec(
      (await cli.run('notice', 'show', ...desk, ...notice)).stdout,
    )?.[1] ?? ''
  const first = await cli.json<Sent>(['notice', 'send', ...desk, ...notice, ...mail, '--queue-only'])
  assert.deepEqual([first.queued, first.round], [2, null])
  assert.equal(await alpenblick(), 'mail queued')
  await cli.json(['notice', 'hold', ...desk, ...notice])
  assert.equal(await alpenblick(), 'mail held (somebody stopped it)')
  await cli.json(['notice', 'resume', ...desk, ...notice])
  assert.equal(await alpenblick(), 'mail queued')
  const sent = await cli.json<Sent>(['notice', 'send', ...desk, ...notice, ...mail])
  assert.deepEqual([sent.queuedBefore, sent.round?.accepted, sent.calls], [2, 1, 3])
  const again = await cli.json<Sent>(['notice', 'send', ...desk, ...notice, ...mail])
  assert.deepEqual([again.queued, again.queuedBefore, again.round?.accepted], [0, 2, 0])
  assert.deepEqual(
    server.mails.map(({ to }) => to),
    ['berg@elsewhere.example'],
  )
  assert.deepEqual(
    (await calls()).map(({ recipient, call, phones }) => [recipient, call.because, phones.length]),
    [
      ['lindenhof/c-lindenhof', 'letter-only', 0],
      ['nordwind/c-nordwind', 'hosted-here', 1],
      ['hafenkontor/c-hafenkontor', 'bounced', 1],
    ],
  )
})

test('the link proves receipt when its button is pressed, never when a scanner follows it', async () => {
  const bytes = (server.mails[0]?.bytes ?? '').replaceAll('=\r\n', '').replaceAll('=3D', '=')
  const [, path = ''] = /http:\/\/127\.0\.0\.1:7081(\/a\/[A-Za-z0-9_-]{32}\?lang=de)/.exec(bytes) ?? []
  assert.notEqual(path, '')
  await using database = await openDatabase({ home })
  const parsed = parseEstate(readFileSync(estateFile, 'utf8'), estateFile)
  assert.ok('estate' in parsed)
  const lines: unknown[] = []
  await using outside = await serveOutside({
    database,
    home,
    estate: () => parsed.estate,
    writeLog: (line) => void lines.push(line),
  })
  const url = `http://127.0.0.1:${outside.port}`
  const show = await cli.json<{ proved: number }>(['notice', 'show', ...desk, ...notice])
  assert.equal(show.proved, 0)
  for (let n = 0; n < 3; n += 1) {
    const page = await fetch(`${url}${path}`)
    assert.equal(page.status, 200)
    assert.match(await page.text(), /Ich habe die Mitteilung erhalten/)
  }
  assert.equal((await cli.json<{ proved: number }>(['notice', 'show', ...desk, ...notice])).proved, 0)
  for (const wrong of ['/a/x', `/a/${'A'.repeat(32)}`, `/a/${'A'.repeat(32)}?lang=en`]) {
    const answer = await fetch(`${url}${wrong}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    })
    assert.equal(answer.status, 404)
  }
  const press = () =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    })
  const [one, two] = await Promise.all([press(), press()])
  assert.deepEqual([one?.status, two?.status], [200, 200])
  assert.match(await (await fetch(`${url}${path.replace('de', 'en')}`)).text(), /receipt is confirmed/)
  const after = await cli.json<{
    proved: number
    recipientStates: { recipient: string; mail?: { state: string }; receipt?: object }[]
  }>(['notice', 'show', ...desk, ...notice])
  assert.equal(after.proved, 1)
  const clocks = await cli.run('clocks', 'list', '--case', 'night-1', '--all', '--json')
  assert.match(clocks.stdout, /gdpr-33-1@tenant/)
  const entries: { kind: string; data: { tenants?: string[] } }[] = []
  const evidence = await cli.run('evidence', 'export', '--case', 'night-1', '--to', cli.at('export'))
  assert.equal(evidence.exitCode, 0, evidence.stderr)
  const log = readdirSync(cli.at('export')).filter(
    (name) => name.endsWith('.jsonl') || name.endsWith('.ndjson'),
  )
  for (const name of log) {
    for (const line of readFileSync(cli.at('export', name), 'utf8').trim().split('\n'))
      entries.push(JSON.parse(line))
  }
  assert.equal(entries.filter(({ kind }) => kind === 'notice.received').length, 1)
  assert.equal(entries.filter(({ kind }) => kind === 'clock.met').length, 1)
  assert.equal(entries.filter(({ kind }) => kind === 'clock.derived').length, 1)
  const text = JSON.stringify(entries)
  for (const secret of ['berg@', 'Bernd', '23125', path.slice(3, 35)])
    assert.ok(!text.includes(secret), secret)
  assert.doesNotMatch(JSON.stringify(lines), /\/a\/[A-Za-z0-9_-]{32}/)

  const recipient = after.recipientStates.find((one) => one.receipt !== undefined)?.recipient
  const told = ['notice', 'void', ...desk, ...notice, '--recipient', recipient ?? '', '--reason', 'a scanner']
  const voided = await cli.run(...told)
  assert.match(voided.stdout, /link in the mail proves nothing any more/)
  const states = () => cli.json<{ proved: number; calls: number }>(['notice', 'show', ...desk, ...notice])
  const before = await states()
  assert.equal(before.proved, 0)
  for (const answer of await Promise.all([press(), press(), fetch(`${url}${path}`)])) {
    assert.equal(answer.status, 410)
    const page = await answer.text()
    assert.match(page, /wurde zurückgenommen[^]*Wir rufen Sie/)
    assert.doesNotMatch(page, /<form|Danke/)
  }
  assert.deepEqual(await states(), before)
  assert.ok((await calls()).some((one) => one.recipient === recipient))
  // On the phone the person proves it, and the link then says what is so.
  cli.pipe((await calls()).find((one) => one.recipient === recipient)?.code ?? '')
  const reached = ['--recipient', recipient ?? '', '--outcome', 'reached', '--code', '-']
  await cli.json(['call', 'done', ...desk, ...notice, ...reached])
  assert.match(await (await fetch(`${url}${path}`)).text(), /Erhalt ist bestätigt/)
})

test('a code proves a call, only of its own line; results are typed in from paper', async () => {
  const list = await calls()
  const [, nord, hafen] = list
  assert.ok(hafen && nord)
  const done = ['call', 'done', ...desk, ...notice]
  const reached = ['--outcome', 'reached', '--code']
  const onTheLine = await cli.run(...done, '--recipient', nord.recipient, ...reached, nord.code)
  assert.match(onTheLine.stderr, /seen by everybody/)
  assert.doesNotMatch(onTheLine.stderr, new RegExp(nord.code))
  cli.pipe(nord.code)
  const wrong = await cli.run(...done, '--recipient', hafen.recipient, ...reached, '-')
  assert.match(wrong.stderr, /is not the code of/)
  const none = await cli.run(...done, '--recipient', hafen.recipient, '--outcome', 'reached')
  assert.match(none.stderr, /no code was read back/)
  const said = nord.code.toLowerCase().replace('-', ' ')
  const at = new Date().toISOString()
  cli.pipe(said)
  const proved = await cli.json<{ proved: boolean }>([
    ...done,
    '--recipient',
    nord.recipient,
    '--outcome',
    'reached',
    '--code',
    '-',
    '--at',
    at,
    '--person',
    'Ben',
  ])
  assert.equal(proved.proved, true)
  await cli.json([...done, '--recipient', hafen.recipient, '--outcome', 'voicemail'])
  assert.deepEqual(
    (await calls()).map(({ recipient }) => recipient),
    ['lindenhof/c-lindenhof', 'hafenkontor/c-hafenkontor'],
  )
  const next = await cli.run('call', 'next', ...desk)
  assert.match(next.stdout, /Lindenhof[^]*Nicht sagen/)
  await cli.json(['call', 'sheet', ...desk, '--to', cli.at('calls.pdf')])
  assert.equal(statSync(cli.at('calls.pdf')).mode & 0o77, 0)
  assert.match(readFileSync(cli.at('calls.pdf'), 'latin1').slice(0, 8), /^%PDF-1/)
  const twice = await cli.run('call', 'sheet', ...desk, '--to', cli.at('calls.pdf'))
  assert.match(twice.stderr, /is there already/)
})

test('mail file and bounces: what is wrong is said, what is not ours is left alone', async () => {
  writeFileSync(
    cli.at('bad.yaml'),
    readFileSync(cli.at('mail.yaml'), 'utf8').replace('host: 127.0.0.1', 'host: relay.example'),
  )
  const clear = await cli.run('notice', 'tick', ...desk, '--mail', cli.at('bad.yaml'))
  assert.match(clear.stderr, /cross the network in clear/)
  const withKey = readFileSync(cli.at('mail.yaml'), 'utf8').replace(
    'links:',
    'dkim: { domain: news.example, selector: a1, keyFile: k.pem }\nlinks:',
  )
  writeFileSync(cli.at('bad.yaml'), withKey)
  const tick = () => cli.run('notice', 'tick', ...desk, '--mail', cli.at('bad.yaml'))
  // Before, such a key signed nothing, and the mails left all the same.
  for (const [key, why] of [
    [generateKeyPairSync('ed25519').privateKey, /is of the kind ed25519[^]*genrsa/],
    [generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey, /has 512 bits/],
  ] as const) {
    writeFileSync(cli.at('k.pem'), key.export({ type: 'pkcs8', format: 'pem' }))
    assert.match((await tick()).stderr, why)
  }
  writeFileSync(cli.at('k.pem'), 'no key')
  assert.match((await tick()).stderr, /cannot be read as a private key/)
  const missing = await cli.run('notice', 'tick', ...desk)
  assert.match(missing.stderr, /No mail file/)
  cli.pipe(
    'From: someone@example.org\nTo: bounce+00000000000000000000000000000000@news.example\nReturn-Path: <>\n\nno\n',
  )
  const counts = await cli.json<Record<string, number>>(['notice', 'bounce', ...mail])
  assert.deepEqual(counts, { changed: 0, 'nothing new': 0, unknown: 1, ignored: 0 })
})
