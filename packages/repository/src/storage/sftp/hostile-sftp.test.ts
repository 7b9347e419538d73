import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import fc from 'fast-check'

import type { RepositoryErrorCode } from '../../error.ts'
import { refusal } from '../../small-repository.fixture.ts'
import { messageSplitter, NoMessage } from './message-stream.ts'
import { encodeMessage, FieldReader } from './packets.ts'
import { type SftpOptions, sftpStorage } from './sftp-storage.ts'
import { splitCommand } from './split-command.ts'

const id = 'ab'.repeat(32)
const server = fileURLToPath(new URL('hostile-sftp.fixture.ts', import.meta.url))

function hostile(way: string, options: SftpOptions = {}) {
  return sftpStorage(
    { host: 'files1', path: '/repository' },
    {
      command: `'${process.execPath}' '${server}' ${way}`,
      patience: { attempts: 1, attemptsBeforeContact: 1 },
      ...options,
    },
  )
}

const range = { offset: 0, length: 1_000 }
const refusals: readonly (readonly [string, RepositoryErrorCode, RegExp])[] = [
  ['banner', 'unsupported', /does not speak SFTP.*Welc/],
  ['huge', 'unsupported', /does not speak SFTP/],
  ['old', 'unsupported', /version 2/],
  ['cut', 'unsupported', /does not speak SFTP/],
  ['exit', 'unreachable', /ended/],
  ['other-type', 'unsupported', /does not fit/],
  ['short', 'unsupported', /end before their end/],
  ['empty', 'damaged', /ends before/],
  ['end', 'damaged', /ends before/],
]

test('a server that lies is refused with words, never believed', async () => {
  for (const [way, code, message] of refusals) {
    await using storage = hostile(way)
    await assert.rejects(storage.read('data', id, range), refusal(code, message), way)
  }
})

test('a server that says nothing is given up, before and after its greeting', async () => {
  for (const way of ['silent', 'mute']) {
    await using storage = hostile(way, { silenceMs: 1_500 })
    await assert.rejects(storage.read('data', id, range), refusal('unreachable', /has not answered/), way)
  }
})

test('more bytes than were asked for and answers for nobody harm nobody', async () => {
  await using long = hostile('long')
  assert.deepEqual(await long.read('data', id, range), Buffer.alloc(1_000, 'x'))
  await using stranger = hostile('stranger')
  assert.deepEqual(await stranger.stat('data', id), { size: 1_000 })
})

test('hostile names are no files', async () => {
  await using storage = hostile('names')
  assert.deepEqual(await Array.fromAsync(storage.list('snapshots')), [{ id, size: 1_000 }])
})

test('a program that does not exist, and a command that is none', async () => {
  await using missing = hostile('', { command: '/nowhere/ssh host' })
  await assert.rejects(missing.stat('config', 'config'), refusal('invalid-argument', /cannot be started/))
  await using unclosed = hostile('', { command: "ssh 'host" })
  await assert.rejects(unclosed.stat('config', 'config'), refusal('invalid-argument', /quote/))
})

test('commands are cut as a shell cuts words', () => {
  for (const [text, words] of [
    ['ssh -p 22 host', ['ssh', '-p', '22', 'host']],
    [`ssh -i '/a b/key' "x \\"y\\" z" a\\ b`, ['ssh', '-i', '/a b/key', 'x "y" z', 'a b']],
    [`-oX='a b'c ''`, ['-oX=a bc', '']],
    ['$(id) `id` ;|&', ['$(id)', '`id`', ';|&']],
  ] as const)
    assert.deepEqual(splitCommand(text), words)
  for (const text of ['', ' ', '"', "a 'b", 'a\\'])
    assert.throws(() => splitCommand(text), refusal('invalid-argument'))
})

test('messages survive any cutting, and garbage is garbage', () => {
  const field = fc.oneof(fc.nat(0xffff_ffff), fc.string(), fc.uint8Array({ maxLength: 300 }))
  const message = fc.tuple(
    fc.integer({ min: 1, max: 255 }),
    fc.nat(0xffff_ffff),
    fc.array(field, { maxLength: 5 }),
  )
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 6 }),
      fc.array(fc.nat(200), { maxLength: 40 }),
      (sent, cuts) => {
        const whole = Buffer.concat(
          sent.flatMap(([type, request, fields]) => encodeMessage(type, request, fields)),
        )
        const split = messageSplitter()
        const got: { type: number; body: Buffer }[] = []
        let at = 0
        for (const cut of [...cuts, whole.length]) {
          got.push(...split(whole.subarray(at, at + cut)))
          at += cut
        }
        assert.equal(got.length, sent.length)
        for (const [place, [type, request, fields]] of sent.entries()) {
          const reader = new FieldReader(got[place]?.body ?? Buffer.alloc(0))
          assert.equal(got[place]?.type, type)
          assert.equal(reader.number(), request)
          for (const value of fields) {
            if (typeof value === 'number') assert.equal(reader.number(), value)
            else if (typeof value === 'string') assert.equal(reader.text(), value)
            else assert.deepEqual(new Uint8Array(reader.bytes()), value)
          }
          assert.ok(reader.isAtEnd)
        }
      },
    ),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        for (const { body } of messageSplitter()(Buffer.from(bytes))) new FieldReader(body).attributes()
      } catch (error) {
        assert.ok(error instanceof NoMessage || error instanceof RangeError, String(error))
      }
    }),
  )
})
