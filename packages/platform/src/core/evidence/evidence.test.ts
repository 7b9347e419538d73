import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import canonicalize from 'canonicalize'
import fc from 'fast-check'

import { isCanonicalText } from './canonical-json.ts'
import {
  canonicalJson,
  emptyChain,
  type EntryDraft,
  exportFiles,
  inclusionProof,
  type Json,
  keyFingerprint,
  merkleRoot,
  openCheckpoint,
  sealEntries,
  signCheckpoint,
  verifyEntries,
  verifyInclusion,
} from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-evidence-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const { privateKey } = generateKeyPairSync('ed25519')
const signer = { name: 'anlauf.example/case', key: privateKey }

function drafts(count: number): EntryDraft[] {
  return Array.from({ length: count }, (_, at) => ({
    at: '2026-03-11T06:00:00.000Z',
    actor: 'engine',
    action: 'derive',
    kind: 'unit.scanned',
    data: { unit: `t${at}`, clean: at, note: 'a "quoted" ümläut \\ \u2028' },
  }))
}

const json: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value'), { maxKeys: 4 }),
  ),
})).value

test('canonical JSON agrees with RFC 8785 and refuses what it cannot say', () => {
  fc.assert(fc.property(json, (value) => canonicalJson(value) === canonicalize(value)))
  for (const bad of [0.5, NaN, 2 ** 53, '\ud800', { a: undefined }]) {
    assert.throws(() => canonicalJson(bad as unknown as Json), { code: 'input-invalid' })
  }
})

test('the quick look says of every text what writing it anew would say', () => {
  const odd = [
    '{"b":1,"a":1}',
    '{"10":1,"9":1}',
    '{"9":1,"10":1}',
    '{"a":1,"a":1}',
    '{"a":1.5}',
    '{"a":-0}',
    '{"a":1e3}',
    '{"a":9007199254740993}',
    '{"a":"\\ud800"}',
    '{"a":"\\\\ud800"}',
    '{"a":"\\u00e4"}',
    '{"__proto__":1,"a":{"__proto__":{}}}',
    ' {}',
    `${'['.repeat(65)}${']'.repeat(65)}`,
  ]
  const byWriting = (text: string): boolean => {
    try {
      return canonicalJson(JSON.parse(text) as Json) === text
    } catch {
      return false
    }
  }
  for (const text of odd) {
    assert.equal(isCanonicalText(text, JSON.parse(text) as Json), byWriting(text), text)
  }
  fc.assert(
    fc.property(json, fc.nat(), fc.string({ maxLength: 1 }), (value, place, change) => {
      const text = canonicalJson(value)
      const at = place % (text.length + 1)
      const changed = `${text.slice(0, at)}${change}${text.slice(at + 1)}`
      for (const one of [text, changed, JSON.stringify(value)]) {
        let read: Json
        try {
          read = JSON.parse(one) as Json
        } catch {
          continue
        }
        assert.equal(isCanonicalText(one, read), byWriting(one), one)
      }
    }),
    { numRuns: 500 },
  )
})

test('an honest chain verifies; edited, removed, doubled, moved and cut ones do not', async () => {
  const { lines, head } = sealEntries('case-1', emptyChain, drafts(20))
  const signed = { entries: 20, head: head.hash }
  const root = merkleRoot(lines)
  assert.deepEqual(await verifyEntries(lines, [signed, { entries: 20, root }]), {
    entries: 20,
    withheld: 0,
    head: head.hash,
    root,
    problems: [],
  })
  const forgeries: [string, string[]][] = [
    ['edited', lines.map((line, at) => (at === 7 ? line.replace('"clean":7', '"clean":8') : line))],
    ['removed', lines.filter((_, at) => at !== 3)],
    ['doubled', lines.flatMap((line, at) => (at === 5 ? [line, line] : [line]))],
    ['moved', lines.toSpliced(2, 2, lines[3] ?? '', lines[2] ?? '')],
    ['cut', lines.slice(0, -1)],
    ['last edited', lines.toSpliced(19, 1, (lines[19] ?? '').replace('engine', 'person'))],
    ['spaced', lines.toSpliced(19, 1, `${lines[19] ?? ''} `)],
  ]
  for (const [name, forged] of forgeries) {
    assert.notDeepEqual((await verifyEntries(forged, [signed])).problems, [], name)
  }
})

test('continuing a chain gives the chain that one call gives; chain names are refused inside data', () => {
  const all = sealEntries('c', emptyChain, drafts(9))
  const first = sealEntries('c', emptyChain, drafts(9).slice(0, 4))
  const rest = sealEntries('c', first.head, drafts(9).slice(4))
  assert.deepEqual([...first.lines, ...rest.lines], all.lines)
  const nested = { ...drafts(1)[0], data: { inner: [{ prev: 'x' }] } } as unknown as EntryDraft
  assert.throws(() => sealEntries('c', emptyChain, [nested]), { code: 'input-invalid' })
})

test('every leaf of every tree proves its inclusion, and no other place', () => {
  for (let size = 1; size <= 20; size += 1) {
    const lines = Array.from({ length: size }, (_, at) => `line ${at}`)
    const root = merkleRoot(lines)
    for (let at = 0; at < size; at += 1) {
      const proof = inclusionProof(lines, at)
      assert.ok(verifyInclusion(`line ${at}`, { at, size }, proof, root))
      assert.ok(!verifyInclusion('other', { at, size }, proof, root))
      assert.ok(!verifyInclusion(`line ${at}`, { at: (at + 1) % size, size }, proof, root) || size === 1)
    }
  }
  // RFC 6962's empty tree.
  assert.equal(merkleRoot([]).toString('hex').slice(0, 8), 'e3b0c442')
})

test('a checkpoint opens with its key only and not after a change', () => {
  const checkpoint = { origin: 'anlauf.example/case', size: 3, root: merkleRoot(['a', 'b', 'c']) }
  const note = signCheckpoint(checkpoint, signer)
  const publicKey = createPublicKey(privateKey)
  assert.deepEqual(openCheckpoint(note, { name: signer.name, publicKey }), checkpoint)
  assert.equal(openCheckpoint(note.replace('\n3\n', '\n4\n'), { name: signer.name, publicKey }), undefined)
  const stranger = generateKeyPairSync('ed25519').publicKey
  assert.equal(openCheckpoint(note, { name: signer.name, publicKey: stranger }), undefined)
})

test('the shell alone verifies an export and notices every change to it', () => {
  const { lines } = sealEntries('case-1', emptyChain, drafts(6))
  const attachments = new Map([['manifest-t1.ndjson', Buffer.from('{}\n')]])
  const files = exportFiles({ lines, origin: signer.name, signer, attachments })
  const fingerprint = keyFingerprint(createPublicKey(privateKey))
  const good = runScript(files, [fingerprint])
  assert.match(good.output, /VERIFIED: 6 entries/)
  assert.equal(good.status, 0)
  assert.equal(runScript(files, ['0'.repeat(64)]).status, 1)

  for (const [name, bytes] of files) {
    const changed = Buffer.from(bytes)
    const at = Math.floor(changed.length / 2)
    changed[at] = (changed[at] ?? 0) ^ 1
    if (name === 'verify.sh') continue
    assert.notEqual(runScript(new Map(files).set(name, changed), [fingerprint]).status, 0, name)
  }
  // A whole new history signed with another key is caught by the fingerprint alone.
  const other = generateKeyPairSync('ed25519').privateKey
  const rewritten = exportFiles({
    lines: lines.slice(0, 3),
    origin: signer.name,
    signer: { ...signer, key: other },
  })
  assert.equal(runScript(rewritten, [fingerprint]).status, 1)
})

function runScript(
  files: ReadonlyMap<string, Uint8Array>,
  parameters: string[],
): { status: number | null; output: string } {
  const place = mkdtempSync(join(folder, 'export-'))
  for (const [name, bytes] of files) writeFileSync(join(place, name), bytes)
  // Somebody who trusts nobody reads it before running it.
  assert.ok(readFileSync(join(place, 'verify.sh'), 'utf8').split('\n').length <= 210)
  const run = spawnSync('sh', ['verify.sh', ...parameters], { cwd: place, encoding: 'utf8' })
  return { status: run.status, output: run.stdout + run.stderr }
}

test('no field of an entry sorts between prev and seq, where shell and database look', () => {
  const [line = ''] = sealEntries('case-1', emptyChain, drafts(1)).lines
  assert.match(line, /"prev":"0{64}","seq":1,/)
  for (const name of ['q', 'rules', 'ruleSet', 'sa']) {
    const between = { ...drafts(1)[0], [name]: 'a'.repeat(64) } as unknown as EntryDraft
    assert.throws(() => sealEntries('case-1', emptyChain, [between]), { code: 'input-invalid' })
  }
})
