import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'
import { gzipSync } from 'node:zlib'

import { needProgram } from '../../../../../../test/debian.ts'
import type { ScanItem } from '../../../phases/recover/index.ts'
import { startClamdScanner } from './clamd-scanner.ts'
import { eicar, startDaemon } from './daemon.fixture.ts'
import { readAnswer } from './read-answer.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-clamd-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const skip = needProgram('clamd', 'clamav-daemon')

const bad = Buffer.from('very-bad payload that only this test knows')

function itemOf(bytes: Uint8Array): ScanItem {
  return { key: createHash('sha256').update(bytes).digest('hex'), bytes }
}

test(
  'a real clamd: what it finds, what it does not look at, from memory and from files',
  { skip },
  async (t) => {
    const { place, signatures } = await startDaemon(t, { known: [eicar, bad] })
    const scanner = await startClamdScanner({ place, signatures })
    const file = join(folder, 'file')
    writeFileSync(file, bad)
    const verdicts = await scanner.scan([
      itemOf(Buffer.from('harmless')),
      itemOf(bad),
      itemOf(gzipSync(bad)),
      { key: 'file', file },
      itemOf(Buffer.alloc(0)),
      itemOf(randomBytes(1_500_000)),
      itemOf(randomBytes(5_000_000)),
      { key: 'missing', file: join(folder, 'missing') },
    ])
    assert.deepEqual(
      verdicts.map(({ verdict, cause }) => [verdict, cause].filter(Boolean).join(' ')),
      [
        'clean',
        'infected',
        'infected',
        'infected',
        'clean',
        'unknown limitExceeded',
        'unknown limitExceeded',
        'unknown crash',
      ],
    )
    assert.deepEqual(verdicts[1]?.matches, ['Local.Test.1.UNOFFICIAL'])
    assert.match(scanner.describe().version, /^\d+\.\d+\.\d+\//)
  },
)

test(
  'a clamd that says OK about what it skips, or finds nothing, is refused at the start',
  { skip },
  async (t) => {
    const silent = await startDaemon(t, { known: [eicar, bad], settings: [] })
    await assert.rejects(startClamdScanner({ place: silent.place }), {
      code: 'scanner-failed',
      message: /says OK/,
    })
    const blind = await startDaemon(t, { known: [bad] })
    await assert.rejects(startClamdScanner({ place: blind.place }), {
      code: 'scanner-failed',
      message: /EICAR/,
    })
  },
)

test('new signatures, or a daemon that is gone, void the batch', { skip, timeout: 120_000 }, async (t) => {
  const { place, signatures, child } = await startDaemon(t, { known: [eicar, bad] })
  const scanner = await startClamdScanner({ place, signatures })
  writeFileSync(join(signatures, 'more.hsb'), `${'0'.repeat(64)}:1:Local.More\n`)
  await assert.rejects(scanner.scan([itemOf(Buffer.from('x'))]), {
    code: 'scanner-failed',
    message: /other signatures/,
    retry: 'now',
  })
  rmSync(join(signatures, 'more.hsb'))
  assert.equal((await scanner.scan([itemOf(Buffer.from('x'))]))[0]?.verdict, 'clean')
  child.kill('SIGKILL')
  await once(child, 'exit')
  await assert.rejects(scanner.scan([itemOf(Buffer.from('x'))]), { code: 'scanner-failed', retry: 'later' })
})

test('only exactly OK is clean', () => {
  const meaning = (text: string) => {
    const { verdict, cause } = readAnswer(text)
    return [verdict, cause].filter(Boolean).join(' ')
  }
  assert.equal(meaning('stream: OK'), 'clean')
  assert.equal(meaning('stream: Win.Test.EICAR_HDB-1 FOUND'), 'infected')
  assert.equal(meaning('stream: Heuristics.Limits.Exceeded.MaxFiles FOUND'), 'unknown limitExceeded')
  assert.equal(meaning('stream: Heuristics.Encrypted.Zip FOUND'), 'unknown encryptedContainer')
  assert.equal(meaning('stream: Heuristics.OLE2.ContainsMacros FOUND'), 'suspicious')
  assert.equal(meaning('INSTREAM size limit exceeded. ERROR'), 'unknown limitExceeded')
  assert.equal(meaning('COMMAND READ TIMED OUT'), 'unknown timeout')
  for (const text of [
    '',
    'OK',
    'stream: OK ',
    'stream: OKAY',
    'stream:  FOUND',
    'x: OK',
    'stream: OK\nstream: X FOUND',
    '\0stream: OK',
  ]) {
    assert.equal(meaning(text), 'unknown notScanned', JSON.stringify(text))
  }
})

/** What a daemon does that is broken: `act` gets the command and the socket, and how often INSTREAM was asked. */
async function impostor(
  t: TestContext,
  act: (command: string, socket: Socket, body: Buffer, streams: number) => void,
): Promise<string> {
  const place = join(mkdtempSync(join(folder, 'impostor-')), 'socket')
  let streams = 0
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    let data: Buffer = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (piece: Buffer) => {
      data = Buffer.concat([data, piece])
      const command = data.subarray(1, Math.max(1, data.indexOf(0))).toString()
      if (command === 'PING') socket.end('PONG\0')
      if (command === 'VERSION') act(command, socket, data, streams)
      if (command !== 'INSTREAM' || !data.subarray(-4).equals(Buffer.alloc(4))) return
      streams += 1
      act(command, socket, data, streams)
    })
  })
  server.listen(place)
  await once(server, 'listening')
  t.after(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return place
}

/** An honest answer, as far as this test knows. */
function honest(command: string, socket: Socket, body: Buffer): void {
  if (command === 'VERSION') return void socket.end('ClamAV 1.4.6/27500/Sat Nov 28 08:00:00 2026\0')
  if (body.includes('EICAR')) return void socket.end('stream: Eicar FOUND\0')
  const isDeep = body.includes(Buffer.from('1f8b08', 'hex'))
  socket.end(isDeep ? 'stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND\0' : 'stream: OK\0')
}

test(
  'a lost connection is tried again; one content that always breaks it is unknown, its neighbours are judged',
  { timeout: 60_000 },
  async (t) => {
    let losses = 0
    const place = await impostor(t, (command, socket, body) => {
      if (body.includes('fragile') && losses < 2) {
        losses += 1
        return socket.destroy()
      }
      if (body.includes('poison')) return socket.destroy()
      honest(command, socket, body)
    })
    const scanner = await startClamdScanner({ place })
    const verdicts = await scanner.scan(
      ['fragile', 'poison', 'fine'].map((text) => itemOf(Buffer.from(text))),
    )
    assert.deepEqual(
      verdicts.map(({ verdict, cause }) => [verdict, cause]),
      [
        ['clean', undefined],
        ['unknown', 'crash'],
        ['clean', undefined],
      ],
    )
  },
)

test('a hanging or endless answer costs its content only', { timeout: 60_000 }, async (t) => {
  const place = await impostor(t, (command, socket, body) => {
    if (body.includes('hang')) return
    if (body.includes('endless')) {
      const more = (): boolean =>
        socket.destroyed || socket.write('x'.repeat(50_000), () => setImmediate(more))
      return void more()
    }
    honest(command, socket, body)
  })
  const scanner = await startClamdScanner({ place, timeoutMs: 1000 })
  const verdicts = await scanner.scan(['hang', 'fine', 'endless'].map((text) => itemOf(Buffer.from(text))))
  assert.deepEqual(
    verdicts.map(({ verdict, cause }) => [verdict, cause]),
    [
      ['unknown', 'timeout'],
      ['clean', undefined],
      ['unknown', 'crash'],
    ],
  )
})

test('a daemon that goes blind, or loads other signatures, is noticed at the end of the batch', async (t) => {
  let mood: 'honest' | 'blind' | 'other' = 'honest'
  const place = await impostor(t, (command, socket, body) => {
    if (mood === 'blind' && command === 'INSTREAM') return void socket.end('stream: OK\0')
    if (mood === 'other' && command === 'VERSION') return void socket.end('ClamAV 1.4.6/27501/Sun\0')
    honest(command, socket, body)
  })
  const scanner = await startClamdScanner({ place })
  for (const [next, message] of [
    ['blind', /EICAR/],
    ['other', /other signatures/],
  ] as const) {
    mood = next
    await assert.rejects(scanner.scan([itemOf(Buffer.from('x'))]), { code: 'scanner-failed', message })
  }
})

test('a daemon that breaks off every answer is given up after seconds, however many contents wait', async (t) => {
  const place = await impostor(t, (command, socket, body, streams) => {
    if (streams > 2 && command === 'INSTREAM') return void socket.end('stream: O')
    honest(command, socket, body)
  })
  const scanner = await startClamdScanner({ place })
  const items = Array.from({ length: 40 }, (_, at) => itemOf(Buffer.from(`content ${at}`)))
  const startedAt = performance.now()
  await assert.rejects(scanner.scan(items), { code: 'scanner-failed', retry: 'later' })
  // One content and the planted one are given up after 4.2 s each; all forty would take 42 s.
  assert.ok(performance.now() - startedAt < 20_000)
})

test('nobody listens: said at once, with what to do', async () => {
  const started = performance.now()
  await assert.rejects(startClamdScanner({ place: join(folder, 'nobody') }), {
    code: 'scanner-failed',
    message: /does not answer/,
  })
  assert.ok(performance.now() - started < 2000)
})
