import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import fc from 'fast-check'

import { parseEstate } from '../../packages/platform/src/core/estate/index.ts'
import {
  openCheckpoint,
  signCheckpoint,
  verifyEntries,
} from '../../packages/platform/src/core/evidence/index.ts'
import { AnlaufError } from '../../packages/platform/src/core/failure.ts'
import { decodeClients, mistakeIn } from '../../packages/platform/src/doors/vault/access/client.ts'
import {
  createLedger,
  type JournalLine,
  openReceipt,
  readJournal,
  signReceipt,
} from '../../packages/platform/src/doors/vault/journal/index.ts'
import { basicCredentials } from '../../packages/platform/src/doors/vault/access/index.ts'
import { hostileBytes, hostileJson } from './mutations.ts'
import { fuzzRuns } from './sound-or-typed.ts'

const id = 'ab'.repeat(32)
const numRuns = Math.ceil(fuzzRuns / 2)

const lines = [
  `{"at":"2026-01-02T03:04:05.678Z","prev":"${'0'.repeat(64)}","seq":1,"sha256":"${id}","verb":"BEGIN"}`,
  `{"at":"2026-01-02T03:04:05.679Z","client":"c","prev":"${id}","repository":"acme","role":"writer","seq":2,"status":200,"verb":"CREATE"}`,
  `{"at":"2026-01-02T03:04:05.680Z","client":"c","id":"${id}","prev":"${id}","repository":"acme","role":"writer","seq":3,"size":100,"status":200,"type":"data","verb":"POST"}`,
  `{"at":"2026-01-02T03:04:05.690Z","client":"c","detail":{"x":[1,{"y":"z"}]},"id":"${id}","prev":"${id}","repository":"acme","seq":4,"status":200,"type":"snapshots","verb":"POST"}`,
  `{"at":"2026-01-02T03:04:05.690Z","client":"c","id":"${id}","prev":"${id}","repository":"acme","seq":5,"type":"data","verb":"MISSING"}`,
]

test('whatever a journal holds is a line or a problem, and the ledger bears every line', async () => {
  const input = fc.array(fc.oneof(hostileJson(lines), hostileBytes(lines.map((line) => Buffer.from(line)))), {
    maxLength: 8,
  })
  await fc.assert(
    fc.asyncProperty(input, async (pieces) => {
      async function* source(): AsyncGenerator<Buffer> {
        for (const piece of pieces) yield Buffer.concat([piece, Buffer.from('\n')])
      }
      const ledger = createLedger()
      const read: JournalLine[] = []
      for await (const { line } of readJournal(source(), () => undefined)) {
        ledger.apply(line)
        read.push(line)
      }
      for (const repository of ledger.repositories()) {
        const objects = [...ledger.objects(repository)]
        // Nothing is in the ledger that no line has named.
        for (const { kind, id: name } of objects)
          assert.ok(
            read.some((line) => line.type === kind && line.id === name),
            `${kind}/${name}`,
          )
      }
    }),
    { numRuns },
  )
})

test('receipts and checkpoints that were touched do not open', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const line = lines[2] ?? ''
  const receipt = signReceipt(line, privateKey)
  const signer = { name: 'anlauf-vault', publicKey }
  const note = signCheckpoint(
    { origin: 'anlauf/vault/x/acme', size: 7, root: Buffer.alloc(32, 1) },
    { name: signer.name, key: privateKey },
  )
  fc.assert(
    fc.property(hostileBytes([Buffer.from(receipt)]), (bytes) => {
      const opened = openReceipt(bytes.toString('utf8'), publicKey)
      if (opened !== undefined) assert.equal(opened.text, line)
    }),
    { numRuns },
  )
  fc.assert(
    fc.property(hostileBytes([Buffer.from(note)]), (bytes) => {
      const opened = openCheckpoint(bytes.toString('utf8'), signer)
      if (opened !== undefined) assert.equal(opened.size, 7)
    }),
    { numRuns },
  )
})

test('evidence that is none is a list of problems', async () => {
  const entry = `{"action":"verify","actor":"a","at":"2026-01-02T03:04:05.678Z","case":"c","data":{},"kind":"k","object":"o","prev":"${'0'.repeat(64)}","seq":1}`
  await fc.assert(
    fc.asyncProperty(fc.array(hostileJson([entry]), { maxLength: 4 }), async (pieces) => {
      const report = await verifyEntries(pieces.map((piece) => piece.toString('utf8')))
      assert.equal(report.entries, pieces.length)
    }),
    { numRuns },
  )
})

test('a file of clients is read, or refused as a whole', () => {
  const text = `{"clients":[{"name":"files1","role":"writer","tenants":["acme"],"certificate":"${id}","quotaBytes":5,"expiresAt":"2027-01-01T00:00:00Z","createdAt":"2026-01-01T00:00:00Z"},{"name":"b","role":"auditor","tenants":["*"],"password":"scrypt:16384:8:1:AAAAAAAAAAAAAAAAAAAAAA==:${'A'.repeat(43)}="}]}`
  fc.assert(
    fc.property(fc.oneof(hostileJson([text]), hostileBytes([Buffer.from(text)])), (bytes) => {
      try {
        for (const client of decodeClients(bytes.toString('utf8'), 'clients.json').values())
          assert.equal(mistakeIn(client), undefined)
      } catch (error) {
        assert.ok(error instanceof AnlaufError && error.code === 'input-invalid', String(error))
      }
    }),
    { numRuns },
  )
})

test('credentials of a request are a name and a password, or none', () => {
  const good = Buffer.from(`Basic ${Buffer.from('writer:secret').toString('base64')}`)
  fc.assert(
    fc.property(hostileBytes([good]), (bytes) => {
      const found = basicCredentials(bytes.toString('latin1'))
      assert.ok(found === undefined || (found.name !== '' && !found.name.includes(':')))
    }),
    { numRuns },
  )
})

test('an estate file is read, or every problem has a place and a remedy', () => {
  const example = readFileSync(new URL('../../examples/estate.yaml', import.meta.url))
  const bombs = [
    '['.repeat(20_000),
    '{a: '.repeat(20_000),
    '- '.repeat(5_000),
    '? '.repeat(5_000),
    `a: &a [x]\n${Array.from({ length: 20 }, (_, at) => `b${at}: &b${at} [${`*b${at - 1},`.repeat(10)}]`).join('\n')}`,
  ].map((text) => Buffer.from(text))
  const verify = (bytes: Buffer): void => {
    const result = parseEstate(bytes.toString('utf8'), 'estate.yaml')
    if (!('problems' in result)) return
    for (const { line, column, message, hint } of result.problems)
      assert.ok(line >= 1 && column >= 1 && message !== '' && hint !== '')
  }
  for (const bomb of bombs) verify(bomb)
  fc.assert(fc.property(hostileBytes([example]), verify), { numRuns: Math.ceil(numRuns / 20) })
})
