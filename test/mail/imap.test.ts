import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { fetchMailbox, type ImapPlace } from '../../packages/platform/src/adapters/mailbox/index.ts'
import { needProgram } from '../debian.ts'
import { imapBridge } from './imap-bridge.ts'
import { privateDovecot } from './private-dovecot.ts'

const skip = needProgram('doveadm', 'dovecot-imapd') || needProgram('openssl', 'openssl')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-imap-'))
// Dovecot's account has to reach what lies in it.
chmodSync(folder, 0o755)
after(() => rmSync(folder, { recursive: true, force: true }))
const { signal } = new AbortController()
const password = 'geheim "ü'
const mail = (n: number, body = 'Wann?'): Buffer =>
  Buffer.from(
    `From: p${n}@example.org\r\nSubject: S${n}\r\nMessage-ID: <${n}@x>\r\n\r\n${body} {5}\r\n)\r\na9 OK\r\n`,
  )

test(
  'Dovecot over TLS: each mail whole and once, moved then; killed before the move it comes again; what is refused stays',
  { skip, timeout: 120_000 },
  async () => {
    const home = join(folder, 'home')
    const dovecot = privateDovecot(join(folder, 'conf'), home)
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')]
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '2',
        '-subj',
        '/CN=localhost',
        '-addext',
        'subjectAltName=DNS:localhost,IP:127.0.0.1',
        '-keyout',
        key,
        '-out',
        cert,
      ],
      { stdio: 'pipe' },
    )
    const ca = readFileSync(cert, 'utf8')
    await using bridge = await imapBridge({
      folder: join(folder, 'conf'),
      home,
      user: 'desk',
      password: Buffer.from(password).toString('latin1'),
      tls: { key: readFileSync(key, 'utf8'), cert: ca },
    })
    const place: ImapPlace = {
      host: 'localhost',
      port: bridge.port,
      tls: 'implicit',
      ca,
      user: 'desk',
      password,
      folder: 'INBOX',
      taken: 'Taken "in"',
    }
    for (let n = 1; n <= 5; n += 1) dovecot.save(mail(n, n === 4 ? 'x'.repeat(20_000) : 'Wann?'))
    const refusedBefore = new Set<string>()
    const got: string[] = []
    const look = (take: (raw: Uint8Array) => Promise<boolean>) =>
      fetchMailbox(place, { maxMailBytes: 10_000, signal, refusedBefore, take })
    const subject = (raw: Uint8Array): string => /Subject: (\S+)/.exec(Buffer.from(raw).toString())?.[1] ?? ''

    // A database that is away at the third: it and what follows stay.
    await assert.rejects(
      look(async (raw) => {
        if (subject(raw) === 'S3') throw new Error('database away')
        got.push(subject(raw))
        return true
      }),
      /database away/,
    )
    assert.deepEqual(got.splice(0), ['S1', 'S2'])
    const count = await look(async (raw) => {
      assert.deepEqual(Buffer.from(raw), mail(Number(subject(raw).slice(1))), 'every byte as it was')
      got.push(subject(raw))
      return true
    })
    assert.deepEqual(got.splice(0), ['S3', 'S5'])
    assert.deepEqual(count, { taken: 2, refused: 1, more: false })
    assert.deepEqual(
      dovecot
        .mails()
        .map(({ mailbox, messageId, flags }) => [mailbox, messageId, [...flags]])
        .toSorted((a, b) => String(a).localeCompare(String(b))),
      [
        ['INBOX', '<4@x>', []],
        ['Taken "in"', '<1@x>', []],
        ['Taken "in"', '<2@x>', []],
        ['Taken "in"', '<3@x>', []],
        ['Taken "in"', '<5@x>', []],
      ],
      'nothing is deleted, no flag is set',
    )
    const again = await look(() => assert.fail('taken twice'))
    assert.deepEqual(again, { taken: 0, refused: 1, more: false })
    const byNumber = { ...place, host: '127.0.0.1' }
    const numbered = { maxMailBytes: 10_000, signal, refusedBefore, take: () => assert.fail('taken twice') }
    assert.deepEqual(await fetchMailbox(byNumber, numbered), { taken: 0, refused: 1, more: false })
    assert.ok(bridge.said.every((line) => !line.includes('geheim')))

    await assert.rejects(
      fetchMailbox(
        { ...place, password: 'wrong' },
        { maxMailBytes: 1, signal, refusedBefore, take: async () => true },
      ),
      (error: Error & { hint: string }) => {
        assert.match(error.message, /AUTHENTICATIONFAILED/)
        assert.match(error.hint, /password/)
        return !JSON.stringify([error.message, error.hint]).includes('wrong')
      },
    )
    const { ca: _ca, ...untrusted } = place
    await assert.rejects(
      fetchMailbox(untrusted, { maxMailBytes: 1, signal, refusedBefore, take: async () => true }),
      /cannot be reached/,
    )
  },
)

test('a hostile server: endless lines, literals of gigabytes, silence after the greeting, nonsense', async () => {
  const hostile = async (answer: (socket: Socket) => void): Promise<unknown> => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      answer(socket)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    try {
      return await fetchMailbox(
        { host: '127.0.0.1', port, tls: 'none', user: 'u', password: 'p', folder: 'INBOX', taken: 'T' },
        { maxMailBytes: 1000, signal, refusedBefore: new Set(), take: async () => true },
      ).then(
        () => 'taken',
        (error: Error) => error.message,
      )
    } finally {
      server.close()
    }
  }
  const flood = (socket: Socket): void => {
    const more = (): void => {
      while (!socket.destroyed && socket.write('x'.repeat(65_536))) continue
    }
    socket.on('drain', more)
    more()
  }
  assert.match(String(await hostile(flood)), /cannot be reached/)
  assert.match(String(await hostile((socket) => socket.write('* OK {9999999999}\r\n'))), /cannot be reached/)
  assert.match(String(await hostile((socket) => socket.write('* BYE go away\r\n'))), /refused/)
  assert.match(String(await hostile((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'))), /refused/)
  assert.match(String(await hostile((socket) => socket.destroy())), /cannot be reached/)
  // It echoes what it was sent: no error may repeat it.
  const echoed = await hostile((socket) => {
    socket.write('* OK\r\n')
    socket.on('data', (chunk) => socket.write(chunk))
    setTimeout(() => socket.destroy(), 500)
  })
  assert.match(String(echoed), /refused|cannot/)
})

test('without TLS only this machine is asked', async () => {
  await assert.rejects(
    fetchMailbox(
      { host: 'imap.example.org', port: 143, tls: 'none', user: 'u', password: 'p', folder: 'I', taken: 'T' },
      { maxMailBytes: 1, signal, refusedBefore: new Set(), take: async () => true },
    ),
    /in clear/,
  )
})
