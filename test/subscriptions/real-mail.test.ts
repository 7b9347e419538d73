import assert from 'node:assert/strict'
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'

import { openDatabase, type Database } from '../../packages/platform/src/adapters/database/index.ts'
import { type RunningOutside, serveOutside } from '../../packages/platform/src/doors/outside/index.ts'
import { readEstateFile } from '../../packages/platform/src/doors/cli/access/estate-file.ts'
import { needProgram } from '../debian.ts'
import { privatePostfix, type PrivatePostfix } from '../mail-out/private-postfix.ts'
import { openCliDesk } from '../webhooks/desk-on-cli.ts'

const skip =
  (process.getuid?.() === 0 ? false : 'a private Postfix needs root') ||
  needProgram('postfix', 'postfix') ||
  needProgram('dkimverify', 'python3-dkim') ||
  needProgram('curl', 'curl')

const desk = await openCliDesk({ exercise: false })
const { cli } = desk
const of = ['--case', 'night-1']
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
let database: Database
let outside: RunningOutside
let postfix: PrivatePostfix
let base = ''

before(async () => {
  if (skip !== false) return
  postfix = await privatePostfix(['lea', 'max'])
  database = await openDatabase({ home: cli.at('home') })
  outside = await serveOutside({
    database,
    home: cli.at('home'),
    estate: () => readEstateFile(desk.estate),
    case: { id: 'night-1', exercise: false },
  })
  base = `http://localhost:${outside.port}`
  writeFileSync(cli.at('dkim.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  const bounceFolder = join(postfix.home('bounce'), 'Maildir')
  writeFileSync(
    cli.at('mail.yaml'),
    `apiVersion: mail/v1
relay: { host: 127.0.0.1, port: ${postfix.port}, tls: none }
from: { name: Beispiel Hosting, address: notice@news.example }
bounces: bounce@news.example
dkim: { domain: news.example, selector: a1, keyFile: dkim.pem }
links: ${base}
bounceFolder: ${bounceFolder}
`,
  )
  for (const part of ['', 'new', 'cur', 'tmp']) mkdirSync(join(bounceFolder, part), { recursive: true })
  execFileSync('chown', ['-R', '65534:65534', postfix.home('bounce')])
  chmodSync(postfix.home('bounce'), 0o777)
})
after(async () => {
  if (skip === false) {
    await outside[Symbol.asyncDispose]()
    await database[Symbol.asyncDispose]()
    await postfix[Symbol.asyncDispose]()
  }
  await desk[Symbol.asyncDispose]()
})

interface Sent {
  readonly mails: Record<'updates' | 'optIns' | 'held' | 'forgotten', number>
  readonly sent: { accepted: number }
}
async function send(): Promise<Sent> {
  const said = await cli.json<Sent>([
    'subscription',
    'send',
    '--estate',
    desk.estate,
    '--mail',
    cli.at('mail.yaml'),
  ])
  await postfix.drained()
  return said
}
/** The server that it asks lives in this process: nothing here may wait for it without letting it work. */
const curl = async (...args: string[]): Promise<string> =>
  (await promisify(execFile)('curl', ['-sS', '--max-time', '20', ...args])).stdout
/** The text of the newest mail, as a mail program decodes it: by Python's own parser. */
function newest(name: string): { readonly raw: Buffer; readonly text: string; header(of: string): string } {
  const raws = postfix.mails(name)
  const parsed = raws.map((raw) => {
    const script = `import email,email.policy,sys,json
m=email.message_from_bytes(sys.stdin.buffer.read(),policy=email.policy.default)
print(json.dumps({"text":m.get_content(),"headers":{k.lower():str(v) for k,v in m.items()}}))`
    const done = spawnSync('/usr/bin/python3', ['-c', script], { input: raw, encoding: 'utf8' })
    return { raw, ...(JSON.parse(done.stdout) as { text: string; headers: Record<string, string> }) }
  })
  const last = parsed.toSorted((a, b) => order(a.headers) - order(b.headers)).at(-1)
  assert.ok(last, `${name} got mail`)
  return { raw: last.raw, text: last.text, header: (of) => last.headers[of] ?? '' }
}
const order = (headers: Record<string, string>): number =>
  Number(headers['x-test-order'] ?? Date.parse(headers['date'] ?? ''))
const linkIn = (text: string): string => /http:\/\/localhost:\d+\S+/.exec(text)?.[0] ?? ''
const verified = (mail: Buffer): string => {
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const script = `import dkim,sys
print(dkim.verify(sys.stdin.buffer.read(), dnsfunc=lambda name, timeout=5: b"v=DKIM1; k=rsa; p=${key}" if name.startswith(b"a1._domainkey.news.example") else None))`
  return spawnSync('/usr/bin/python3', ['-c', script], { input: mail, encoding: 'utf8' }).stdout.trim()
}

test(
  'form, mail through Postfix, click; an update arrives signed; one click by curl ends it',
  { skip },
  async () => {
    for (const name of ['lea', 'max']) {
      const page = await curl(
        '--data-urlencode',
        `address=${name}@customer.example`,
        '-d',
        'kinds=all&language=de',
        `${base}/subscribe?lang=de`,
      )
      assert.match(page, /Sehen Sie in Ihr Postfach/)
    }
    assert.equal((await send()).mails.optIns, 2)
    for (const name of ['lea', 'max']) {
      const mail = newest(name)
      assert.equal(mail.header('subject'), `${provider()}: Bitte bestätigen Sie die Anmeldung`)
      assert.equal(mail.header('list-unsubscribe'), '')
      const link = linkIn(mail.text)
      assert.match(await curl(link), /<button>Meldungen erhalten<\/button>/)
      assert.match(await curl('-X', 'POST', link), /Sie sind angemeldet/)
    }
    await desk.publish(
      'first',
      'Wir arbeiten an der Störung: größere Ausfälle.',
      'We are working on the disruption.',
    )
    assert.equal((await send()).mails.updates, 2)
    const update = newest('lea')
    assert.equal(update.header('subject'), `${provider()}: Meldung 1`)
    assert.match(update.text, /^Wir arbeiten an der Störung: größere Ausfälle\.\n/)
    assert.match(update.header('list-id'), /^<night-1\.updates\.localhost>$/)
    assert.equal(update.header('list-unsubscribe-post'), 'List-Unsubscribe=One-Click')
    const signedNames = /\bh=([^;]+);/
      .exec(update.header('dkim-signature').replaceAll(/\s+/g, ''))?.[1]
      ?.toLowerCase()
      .split(':')
    for (const name of [
      'list-id',
      'list-unsubscribe',
      'list-unsubscribe-post',
      'from',
      'subject',
      'to',
      'date',
    ]) {
      assert.ok(signedNames?.includes(name), `${name} is signed`)
    }
    assert.equal(verified(update.raw), 'True')
    for (const [from, to] of [
      ['One-Click', 'Two-Click'],
      ['night-1.updates', 'night-2.updates'],
      ['/u/', '/v/'],
    ] as const) {
      const tampered = Buffer.from(update.raw.toString('latin1').replace(from, to), 'latin1')
      assert.equal(verified(tampered), 'False', from)
    }

    const link = /<(http[^>]+)>/.exec(update.header('list-unsubscribe'))?.[1] ?? ''
    const answer = await curl('-i', '-d', 'List-Unsubscribe=One-Click', link)
    assert.match(answer, /^HTTP\/1\.1 200/)
    assert.doesNotMatch(answer, /^(?:location|set-cookie):/im)
    const rows = await database.query<{ address: string | null; stage: string }>(
      'select address, stage from anlauf.subscription',
    )
    assert.deepEqual(rows.map(({ address, stage }) => `${stage} ${address ?? '-'}`).toSorted(), [
      'confirmed max@customer.example',
      'ended -',
    ])
    const before = postfix.mails('lea').length
    await desk.publish('second', 'Zweitens.', 'Second.')
    assert.equal((await send()).mails.updates, 1)
    assert.equal((await send()).mails.updates, 0)
    assert.equal(postfix.mails('lea').length, before)
    assert.match(postfix.mails('max').map(String).join(), /Zweitens/)
  },
)

test('an address that bounces goes into quarantine; one is unsubscribed by mail', { skip }, async () => {
  const estate = ['--estate', desk.estate]
  cli.pipe('gone@customer.example')
  await cli.json(['subscription', 'add', ...of, ...estate, '--consent', 'phone'])
  await desk.publish('third', 'Drittens.', 'Third.')
  await send()
  const bounces = (): Promise<Record<string, number>> =>
    cli.json([
      'notice',
      'bounce',
      '--mail',
      cli.at('mail.yaml'),
      '--folder',
      join(postfix.home('bounce'), 'Maildir'),
    ])
  assert.equal((await bounces())['changed'], 1)
  assert.equal((await send()).mails.held, 1)
  const held = await cli.json<{ subscriptions: { id: string; address: string }[] }>([
    'subscription',
    'list',
    ...of,
    '--held',
  ])
  assert.deepEqual(
    held.subscriptions.map(({ address }) => address),
    ['gone@customer.example'],
  )
  await desk.publish('fourth', 'Viertens.', 'Fourth.')
  assert.equal((await send()).mails.updates, 1, 'only Max')
  await cli.json(['subscription', 'release', ...of, '--reason', 'called', held.subscriptions[0]?.id ?? ''])

  const header = newest('max').header('list-unsubscribe')
  const [, to = '', subject = ''] = /<mailto:([^?]+)\?subject=([^>]+)>/.exec(header) ?? []
  const mail = `From: max@customer.example\r\nTo: ${to}\r\nSubject: ${decodeURIComponent(subject)}\r\n\r\n\r\n`
  execFileSync(
    'curl',
    [
      '-sS',
      '--url',
      `smtp://127.0.0.1:${postfix.port}`,
      '--mail-from',
      'max@customer.example',
      '--mail-rcpt',
      to,
      '-T',
      '-',
    ],
    { input: mail },
  )
  await postfix.drained()
  assert.equal((await bounces())['ignored'], 1)
  const { counts } = await cli.json<{ counts: Record<string, number> }>(['subscription', 'list', ...of])
  assert.deepEqual(counts, { pending: 0, confirmed: 1, held: 0, ended: 2 })
})

function provider(): string {
  return readEstateFile(desk.estate).provider.name
}
