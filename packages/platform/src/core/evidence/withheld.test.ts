import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import {
  emptyChain,
  type EntryDraft,
  exportFiles,
  merkleProver,
  merkleRoot,
  sealEntries,
  signCheckpoint,
  verifyEntries,
} from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-withheld-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const signer = { name: 'anlauf', key: generateKeyPairSync('ed25519').privateKey }
const origin = 'anlauf/case/c'

function draft(unit: string): EntryDraft {
  const at = '2026-03-11T06:00:00.000Z'
  return { at, actor: 'engine', action: 'derive', kind: 'unit.scanned', data: { unit } }
}

const { lines } = sealEntries(
  'c',
  emptyChain,
  Array.from({ length: 13 }, (_, at) => draft(`t${at}`)),
)

/** All patterns of a few lines, and some of the longer log: the first, the last but one, neighbours, everything. */
const patterns: readonly (readonly number[])[] = [
  [0],
  [11],
  [3, 4, 5],
  [0, 2, 4, 6, 8, 10],
  [1, 3, 5, 7, 9, 11],
  Array.from({ length: 12 }, (_, at) => at),
]

function keptOf(sizes: readonly number[], of = lines) {
  const notes = sizes.map((size) => ({
    size,
    note: signCheckpoint({ origin, size, root: merkleRoot(of.slice(0, size)) }, signer),
  }))
  return { notes, witnesses: new Map<string, string>() }
}

test('whatever is withheld, the shell and this program verify the rest and each kept checkpoint', async () => {
  for (const hidden of patterns) {
    const kept = keptOf([1, 4, 7, 8, 12, 13])
    const files = exportFiles({ lines, isShown: (at) => !hidden.includes(at), origin, signer, kept })
    const run = verify(files)
    assert.match(run, /^VERIFIED: 13 entries/m, `${hidden.join()}: ${run}`)
    assert.match(run, new RegExp(`withheld: of ${hidden.length} entries`))
    const shown = linesIn(files)
    for (const at of hidden) assert.doesNotMatch(shown[at] ?? '', /unit/)
    const states = [4, 13].map((entries) => ({ entries, root: merkleRoot(lines.slice(0, entries)) }))
    const report = await verifyEntries(shown, states, { withheld: true })
    assert.deepEqual([report.problems, report.withheld, report.entries], [[], hidden.length, 13])
  }
})

test('in the log itself nothing may be withheld', async () => {
  const files = exportFiles({ lines, isShown: (at) => at !== 3, origin, signer })
  assert.deepEqual(
    (await verifyEntries(linesIn(files))).problems.map(({ code }) => code),
    ['malformed', 'wrong-sequence', 'broken-chain', 'other-case', 'broken-chain'],
  )
})

test('a keeper who signs again cannot change a line before a withheld one unnoticed', async () => {
  const kept = keptOf([8])
  const isShown = (at: number): boolean => at !== 5
  const honest = exportFiles({ lines, isShown, origin, signer, kept })
  const shown = linesIn(honest)
  // Lines 1 to 5 are others now, the withheld sixth hides that it does not continue them.
  const forgedStart = sealEntries(
    'c',
    emptyChain,
    Array.from({ length: 5 }, (_, at) => draft(`other${at}`)),
  ).lines
  const forged = [...forgedStart, ...shown.slice(5)]
  const prover = merkleProver([...forgedStart, ...lines.slice(5)])
  const checkpoint = { origin, size: 13, root: prover.root() }
  const proofs = (hashes: readonly Buffer[]) =>
    Buffer.from(hashes.map((hash) => `${hash.toString('base64')}\n`).join(''))
  const changed = new Map(honest)
    .set('entries.ndjson', Buffer.from(forged.map((line) => `${line}\n`).join('')))
    .set('checkpoint', Buffer.from(signCheckpoint(checkpoint, signer)))
    .set('proof', proofs(prover.inclusion(12)))
    .set('run-5.proof', proofs(prover.inclusion(4)))
  for (const proof of [honest.get('kept-8.proof'), proofs(prover.consistency(8))]) {
    const run = verify(signAgain(new Map(changed).set('kept-8.proof', proof ?? Buffer.of())))
    assert.match(run, /NOT VERIFIED: the entries do not fit kept-8.note/, run)
  }
  // Without the new proofs not even the checkpoint fits.
  const without = new Map(changed).set('run-5.proof', honest.get('run-5.proof') ?? Buffer.of())
  assert.match(verify(signAgain(without)), /NOT VERIFIED: the entries do not fit checkpoint/)
  const absent = new Map(changed)
  absent.delete('run-5.proof')
  assert.match(verify(signAgain(absent)), /NOT VERIFIED/)
  const state = { entries: 8, root: merkleRoot(lines.slice(0, 8)) }
  const report = await verifyEntries(forged, [state], { withheld: true })
  assert.deepEqual(
    report.problems.map(({ code }) => code),
    ['not-as-signed'],
  )
})

function linesIn(files: ReadonlyMap<string, Uint8Array>): string[] {
  return Buffer.from(files.get('entries.ndjson') ?? [])
    .toString('utf8')
    .split('\n')
    .slice(0, -1)
}

function signAgain(files: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  const sums = [...files]
    .filter(([name]) => !name.startsWith('SHA256SUMS'))
    .map(([name, bytes]) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`)
    .join('')
  return new Map(files)
    .set('SHA256SUMS', Buffer.from(sums))
    .set('SHA256SUMS.sig', sign(undefined, Buffer.from(sums), signer.key))
}

function verify(files: ReadonlyMap<string, Uint8Array>): string {
  const place = mkdtempSync(join(folder, 'export-'))
  for (const [name, bytes] of files) writeFileSync(join(place, name), bytes)
  const run = spawnSync('sh', ['verify.sh'], { cwd: place, encoding: 'utf8' })
  return run.stdout + run.stderr
}
