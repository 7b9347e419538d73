import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { mailSender, mailSpool } from '../../packages/platform/src/adapters/mail-out/index.ts'
import { smtpMessenger } from '../../packages/platform/src/adapters/messengers/index.ts'
import { needProgram } from '../debian.ts'
import { declareCase } from './declared-case.ts'
import { privatePostfix } from './private-postfix.ts'

/** One rule for alarms and for notices: whoever takes STARTTLS out of a greeting gets nothing. */
const skip =
  (process.getuid?.() === 0 ? false : 'a private Postfix needs root') || needProgram('postfix', 'postfix')

const home = await mkdtemp(join(tmpdir(), 'anlauf-tls-'))
chmodSync(home, 0o755)
const database = await openDatabase({ home })
await declareCase(database, 'real')
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

/** A certificate for an address of this machine, or for another name. */
function certificate(name: string): { readonly pem: string; readonly lines: readonly string[] } {
  const [cert, key] = [join(home, `${name}.pem`), join(home, `${name}.key`)]
  const subject = /^[0-9.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`
  const make = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=${name} -addext subjectAltName=${subject} -keyout ${key} -out ${cert}`
  const done = spawnSync('openssl', make.split(' '), { encoding: 'utf8' })
  assert.equal(done.status, 0, done.stderr)
  return {
    pem: readFileSync(cert, 'utf8'),
    lines: [`smtpd_tls_cert_file = ${cert}`, `smtpd_tls_key_file = ${key}`, 'smtpd_tls_security_level = may'],
  }
}

const ours = certificate('127.0.0.1')
const others = certificate('relay.other.example')
setDefaultCACertificates([...getCACertificates('default'), ours.pem, others.pem])

/** An alarm and a notice through it, both told to use STARTTLS; why they did not leave. */
async function both(port: number): Promise<readonly (string | undefined)[]> {
  const alarm = smtpMessenger({
    url: `smtp://desk:only-for-this-test@127.0.0.1:${port}`,
    from: 'alarm@news.example',
    tls: 'starttls',
  })
  const plain = smtpMessenger({
    url: `smtp://127.0.0.1:${port}`,
    from: 'alarm@news.example',
    tls: 'starttls',
  })
  const message = { to: 'anna@customer.example', subject: 'Alarm', text: 'Sie werden gebraucht.\n' }
  const whyOf = async (send: typeof alarm) =>
    send(message).then(
      () => undefined,
      (error: Error) => error.message,
    )
  await database.query('delete from anlauf.mail_out')
  await mailSpool(database).add({
    key: 'real:l1:t/anna:mail',
    class: 'A',
    case: 'real',
    to: 'anna@customer.example',
    subject: 'Notice',
    text: 'Only for Anna.\n',
  })
  const { stoppedBy } = await mailSender(database, {
    relay: { host: '127.0.0.1', port, tls: 'starttls' },
    from: { name: 'Desk', address: 'notice@news.example' },
    bounces: 'bounce@news.example',
  }).sendDue()
  return [await whyOf(alarm), await whyOf(plain), stoppedBy]
}

test('STARTTLS: encrypted when the server is the right one', { skip }, async () => {
  await using postfix = await privatePostfix(['anna'], [...ours.lines, 'smtpd_tls_received_header = yes'])
  assert.deepEqual(await both(postfix.port), [undefined, undefined, undefined])
  await postfix.drained()
  const mails = postfix.mails('anna').map(String)
  assert.equal(mails.length, 3)
  for (const mail of mails) assert.match(mail, /using TLSv1\.[23]/)
})

test(
  'a server from which somebody took STARTTLS, or with the certificate of another, gets no mail',
  { skip },
  async () => {
    for (const lines of [['smtpd_tls_security_level = none'], others.lines]) {
      await using postfix = await privatePostfix(['anna'], lines)
      const whys = await both(postfix.port)
      for (const why of whys) assert.match(why ?? '', /^E[A-Z_]+|at STARTTLS/)
      await postfix.drained()
      assert.deepEqual(postfix.mails('anna'), [])
      const log = readFileSync(postfix.log, 'utf8')
      assert.doesNotMatch(log, /anna@|AUTH|client=/)
      const [mail] = await mailSpool(database).find(['real:l1:t/anna:mail'])
      assert.equal(mail?.state, 'queued')
    }
  },
)
