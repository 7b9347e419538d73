import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import fc from 'fast-check'

import { makeAuthority } from './authority.fixture.ts'
import {
  answers,
  cosign,
  cosignedAt,
  emptyChain,
  type EntryDraft,
  exportFiles,
  keyFingerprint,
  merkleRoot,
  openCheckpoint,
  publicPem,
  readTimeStampResponse,
  sealEntries,
  signCheckpoint,
  stampedPart,
  takeCosignature,
  timeStampRequest,
} from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-vouchers-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const [log, dpo, stranger] = [newKeys(), newKeys(), newKeys()]
const signer = { name: 'anlauf', key: log.privateKey }
const at = new Date('2026-03-11T06:00:00Z')
const { lines } = sealEntries('case-1', emptyChain, Array.from({ length: 7 }, draft))

function newKeys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ed25519')
}

function draft(_: unknown, place: number): EntryDraft {
  const data = { unit: `t${place}` }
  return { at: at.toISOString(), actor: 'engine', action: 'derive', kind: 'unit.scanned', data }
}

function noteOf(size: number): string {
  const root = merkleRoot(lines.slice(0, size))
  return signCheckpoint({ origin: 'anlauf/case/case-1', size, root }, signer)
}

test('a witness’s line counts for its key, its name and this text alone, and keeps the log’s signature', () => {
  const note = cosign(noteOf(3), { name: 'dpo', key: dpo.privateKey }, at)
  assert.deepEqual(cosignedAt(note, { name: 'dpo', publicKey: dpo.publicKey }), at)
  assert.equal(openCheckpoint(note, { name: 'anlauf', publicKey: log.publicKey })?.size, 3)
  assert.equal(cosignedAt(note, { name: 'dpo', publicKey: stranger.publicKey }), undefined)
  assert.equal(cosignedAt(note, { name: 'other', publicKey: dpo.publicKey }), undefined)
  assert.equal(cosignedAt(noteOf(3), { name: 'dpo', publicKey: dpo.publicKey }), undefined)
  assert.equal(cosign(note, { name: 'dpo', key: dpo.privateKey }, at), note, 'twice is once')
  const line = note.split('\n').at(-2) ?? ''
  const moved = `${noteOf(4)}${line}\n`
  assert.equal(cosignedAt(moved, { name: 'dpo', publicKey: dpo.publicKey }), undefined)
})

test('of a cosigned copy only the witness’s own line is taken, once; a name that no note can carry is refused', () => {
  const witness = { name: 'dpo', publicKey: dpo.publicKey }
  const own = cosign(noteOf(3), { name: 'dpo', key: dpo.privateKey }, at)
  // Another witness's copy carries a line that says it is the dpo's.
  const copy = cosign(
    cosign(noteOf(3), { name: 'dpo', key: stranger.privateKey }, at),
    { name: 'dpo', key: dpo.privateKey },
    at,
  )
  assert.equal(takeCosignature(noteOf(3), copy, witness), own)
  assert.equal(
    takeCosignature(own, cosign(own, { name: 'dpo', key: dpo.privateKey }, new Date()), witness),
    own,
  )
  assert.equal(takeCosignature(noteOf(4), copy, witness), undefined)
  assert.equal(takeCosignature(noteOf(3), noteOf(3), witness), undefined)
  for (const name of ['', 'a b', 'a+b', 'a\nb']) {
    assert.throws(() => cosign(noteOf(3), { name, key: dpo.privateKey }, at), { code: 'input-invalid' })
  }
})

test('any changed byte of a cosigned note voids what it said or leaves it as it was', () => {
  const note = Buffer.from(cosign(noteOf(5), { name: 'dpo', key: dpo.privateKey }, at))
  fc.assert(
    fc.property(fc.nat(note.length - 1), fc.integer({ min: 1, max: 255 }), (place, bits) => {
      const changed = Buffer.from(note)
      changed[place] = (changed[place] ?? 0) ^ bits
      const text = changed.toString('utf8')
      const opened = openCheckpoint(text, { name: 'anlauf', publicKey: log.publicKey })
      const seen = cosignedAt(text, { name: 'dpo', publicKey: dpo.publicKey })
      // Never another size or time than what was signed.
      return (
        (opened === undefined || opened.size === 5) && (seen === undefined || seen.getTime() === at.getTime())
      )
    }),
    { numRuns: 500 },
  )
})

test('a real authority answers our request, and nothing but its answer to it counts', () => {
  const authority = makeAuthority(join(folder, 'tsa'), 'Test authority')
  const digest = createHash('sha256')
    .update(stampedPart(noteOf(7)))
    .digest()
  const nonce = randomBytes(8)
  const reply = authority.stamp(timeStampRequest(digest, nonce))
  const stamp = readTimeStampResponse(reply)
  assert.ok(stamp !== undefined && stamp !== 'refused')
  assert.ok(answers(stamp, digest, nonce))
  assert.ok(Math.abs(stamp.at.getTime() - Date.now()) < 120_000)
  assert.equal(answers(stamp, digest, randomBytes(8)), false)
  assert.equal(answers(stamp, randomBytes(32), nonce), false)
  const short = authority.stamp(timeStampRequest(digest.subarray(0, 20), nonce))
  assert.equal(readTimeStampResponse(short), 'refused')
  fc.assert(
    fc.property(fc.nat(reply.length), (length) => {
      const cut = readTimeStampResponse(reply.subarray(0, length))
      return length === reply.length || cut === undefined
    }),
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readTimeStampResponse(Buffer.from(bytes))),
  )
})

test('the shell alone finds witnesses and time stamps in an export, and misses none it was told of', () => {
  const authority = makeAuthority(join(folder, 'tsa-2'), 'Test authority')
  const note = cosign(noteOf(5), { name: 'dpo', key: dpo.privateKey }, at)
  const digest = createHash('sha256').update(stampedPart(note)).digest()
  const kept = {
    notes: [
      { note, size: 5, timeStamp: authority.stamp(timeStampRequest(digest, randomBytes(8))) },
      { note: noteOf(1), size: 1 },
    ],
    witnesses: new Map([['dpo', publicPem(dpo.publicKey)]]),
    authority: readFileSync(authority.certificateFile),
  }
  const files = exportFiles({ lines, origin: 'anlauf/case/case-1', signer, kept })
  const expected = [keyFingerprint(createPublicKey(log.privateKey)), `dpo=${keyFingerprint(dpo.publicKey)}`]
  const good = verify(files, expected)
  assert.match(good.stdout, /witness dpo \(\w{64}\) saw 5 entries at unix time 1773208800/)
  assert.match(good.stdout, /stamped: 5 entries at \w{3} .+ 20\d\d GMT/)
  assert.match(good.stdout, /^VERIFIED: 7 entries/m)
  const other = verify(files, [expected[0] ?? '', `dpo=${keyFingerprint(stranger.publicKey)}`])
  assert.match(other.stdout, /NOT VERIFIED: no checkpoint carries a line of the witness dpo=/)
  // The log's keeper signs again whatever he likes: a rewritten history does not fit what was kept.
  const { lines: rewritten } = sealEntries(
    'case-1',
    emptyChain,
    Array.from({ length: 7 }, (_, n) => draft(0, n + 1)),
  )
  const parts = { lines: rewritten, origin: 'anlauf/case/case-1', signer, kept }
  assert.match(
    verify(exportFiles(parts), expected).stdout,
    /NOT VERIFIED: the entries do not fit kept-\d.note/,
  )
  const foreign = { ...kept, notes: [{ ...kept.notes[0], note: noteOf(4), size: 4 }] }
  const wrongStamp = exportFiles({ lines, origin: 'anlauf/case/case-1', signer, kept: foreign })
  assert.match(verify(wrongStamp, []).stdout, /NOT VERIFIED: the time stamp does not fit kept-4.note/)
})

function verify(files: ReadonlyMap<string, Uint8Array>, parameters: readonly string[]) {
  const place = mkdtempSync(join(folder, 'export-'))
  for (const [name, bytes] of files) writeFileSync(join(place, name), bytes)
  return spawnSync('sh', ['verify.sh', ...parameters], { cwd: place, encoding: 'utf8' })
}
