import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { checkCopy, folderCopy } from '../../packages/platform/src/adapters/site-hosts/index.ts'
import { manifestBytes, readManifest } from '../../packages/platform/src/core/publication/manifest.ts'
import { publicHalf } from '../../packages/platform/src/core/publication/index.ts'
import { exampleEstate, moments } from '../../packages/platform/src/phases/inform/case.fixture.ts'
import { bundleSite, writeSite } from '../../packages/platform/src/phases/inform/index.ts'
import { needProgram } from '../debian.ts'
import { stockToolsAgree } from './stock-check.ts'

const skip = needProgram('openssl', 'openssl')
const work = mkdtempSync(join(tmpdir(), 'anlauf-bundle-'))
after(() => rmSync(work, { recursive: true, force: true }))

const { privateKey: key } = generateKeyPairSync('ed25519')
const { fingerprint } = publicHalf(key)
const played = moments.partlyReleased()
const hour = 3_600_000
const now = new Date(played.now + hour)
const genuine = join(work, 'genuine')

function bundle(sequence = 1, made = now, validForMs = 36 * hour) {
  return bundleSite(played.desk, exampleEstate, {
    now: made,
    sequence,
    validUntil: new Date(made.getTime() + validForMs),
    previous: undefined,
    log: undefined,
    key,
    statements: [],
  })
}
before(() => writeSite(genuine, bundle().files))

const stockTools = (folder: string): boolean => stockToolsAgree(folder, fingerprint)

const check = (folder: string, more: Partial<Parameters<typeof checkCopy>[1]> = {}) =>
  checkCopy(folderCopy(folder), { pinned: fingerprint, now, ...more })
const kinds = async (folder: string, more?: Partial<Parameters<typeof checkCopy>[1]>): Promise<string[]> =>
  (await check(folder, more)).problems.map(({ kind }) => kind)

function copy(name: string): string {
  const folder = join(work, name)
  rmSync(folder, { recursive: true, force: true })
  cpSync(genuine, folder, { recursive: true })
  return folder
}

test('a genuine bundle: openssl and sha256sum agree, and so do we', { skip }, async () => {
  assert.ok(stockTools(genuine))
  const checked = await check(genuine)
  assert.deepEqual(checked.problems, [])
  assert.ok(checked.files > 40 && checked.sawAllNames)
  const update = readdirSync(join(genuine, 'updates')).filter((name) => name.endsWith('.json'))
  assert.equal(update.length, 5)
  for (const name of update) {
    const args = ['pkeyutl', '-verify', '-pubin', '-inkey', 'keys/publication.pem', '-rawin']
    const run = spawnSync('openssl', [...args, '-in', `updates/${name}`, '-sigfile', `updates/${name}.sig`], {
      cwd: genuine,
    })
    assert.equal(run.status, 0, name)
  }
})

test('the same edition made twice has the same bytes', () => {
  const [one, two] = [bundle(), bundle()]
  assert.deepEqual([...one.files.keys()], [...two.files.keys()])
  for (const [path, bytes] of one.files)
    assert.ok(Buffer.from(bytes).equals(two.files.get(path) ?? Buffer.of()), path)
  assert.notEqual(bundle(2).sha256, one.sha256)
})

test('one flipped bit in any file is noticed by stock tools and by us', { skip }, async () => {
  const files = [...bundle().files.keys()]
  const folder = copy('flipped')
  for (const path of files) {
    const file = join(folder, path)
    const before = readFileSync(file)
    const bytes = Buffer.from(before)
    const at = Math.floor(Math.random() * bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(Math.random() * 8))
    writeFileSync(file, bytes)
    // A JSON that no longer is one is refused whole.
    const ours = await kinds(folder).catch((error: { code: string }) => [error.code])
    assert.ok(ours.length > 0, `we missed byte ${at} of ${path}`)
    // The note says the same once more, for witnesses; the two stock commands do not read it.
    if (path !== 'bundle.note') assert.ok(!stockTools(folder), `openssl missed byte ${at} of ${path}`)
    writeFileSync(file, before)
  }
  assert.deepEqual(await kinds(folder), [])
})

test('missing and added files are named', async () => {
  const folder = copy('holes')
  rmSync(join(folder, 'meldungen/2.html'))
  writeFileSync(join(folder, 'meldungen/99.html'), 'All is well.')
  const { problems } = await check(folder)
  assert.deepEqual(
    problems.map(({ kind, message }) => [kind, message]),
    [
      ['missing-file', 'meldungen/2.html is missing.'],
      ['extra-file', '"meldungen/99.html" is not part of the bundle.'],
    ],
  )
  rmSync(join(folder, 'bundle.json'))
  await assert.rejects(check(folder), { code: 'not-found' })
})

test('an older edition than one seen, and a second one with its number', async () => {
  const seen = {
    incident: 'case-2026-03',
    sequence: 2,
    sha256: 'a'.repeat(64),
    generatedAt: now.toISOString(),
  }
  assert.deepEqual(await kinds(genuine, { seen: [seen] }), ['rolled-back'])
  assert.deepEqual(await kinds(genuine, { seen: [{ ...seen, sequence: 1 }] }), ['forked'])
  assert.deepEqual(await kinds(genuine, { seen: [{ ...seen, sequence: 1, sha256: bundle().sha256 }] }), [])
  const before = new Date(now.getTime() - hour)
  writeSite(join(work, 'backdated'), bundle(9, before).files)
  assert.deepEqual(
    await kinds(join(work, 'backdated'), { seen: [seen] }),
    ['forked'],
    'signed for the time before',
  )
  const later = new Date(now.getTime() + hour).toISOString()
  const other = { ...seen, incident: 'the-next-incident', generatedAt: later }
  assert.deepEqual(await kinds(genuine, { seen: [other] }), ['rolled-back'], 'an old incident for a new one')
})

test('frozen by the second, also over a leap day and both changes of the clock', async () => {
  for (const made of ['2028-02-28T12:00:00Z', '2028-03-25T12:00:00Z', '2028-10-28T12:00:00Z']) {
    const folder = join(work, 'frozen')
    const from = new Date(made)
    writeSite(folder, bundle(1, from).files)
    const end = from.getTime() + 36 * hour
    assert.deepEqual(await kinds(folder, { now: new Date(end) }), [], made)
    assert.deepEqual(await kinds(folder, { now: new Date(end + 1000) }), ['frozen'], made)
    assert.deepEqual(await kinds(folder, { now: new Date(from.getTime() - hour) }), ['from-the-future'], made)
  }
})

test('signed by anybody else, with our key file left in place or changed too', async () => {
  const { privateKey: other } = generateKeyPairSync('ed25519')
  const folder = join(work, 'other')
  const forged = bundleSite(played.desk, exampleEstate, {
    now,
    sequence: 9,
    validUntil: new Date(now.getTime() + hour),
    previous: undefined,
    log: undefined,
    key: other,
    statements: [],
  })
  writeSite(folder, forged.files)
  assert.deepEqual(await kinds(folder), ['unknown-key'])
  writeFileSync(join(folder, 'keys/publication.pem'), publicHalf(key).pem)
  assert.equal((await kinds(folder))[0], 'bad-signature')
})

test('a manifest from a hostile host is refused before anything is read', () => {
  const { manifest } = bundle()
  const text = Buffer.from(manifestBytes(manifest)).toString('utf8')
  const bad: readonly (readonly [string, string])[] = [
    ['"index.html"', '"../../etc/passwd"'],
    ['"index.html"', '"/etc/passwd"'],
    ['"index.html"', '"a\\\\b"'],
    ['"sequence": 1', '"sequence": 1.5'],
    ['"sequence": 1', '"sequence": 9007199254740993'],
    [now.toISOString(), '2026-02-30T00:00:00.000Z'],
    ['"anlauf-site-1"', '"anlauf-site-2"'],
    ['"files": [', '"files": [{"path":"x","sha256":"y","bytes":1},'],
  ]
  for (const [from, to] of bad) {
    const changed = text.replace(from, to)
    assert.notEqual(changed, text, to)
    assert.throws(() => readManifest(Buffer.from(changed)), { code: 'input-invalid' }, to)
  }
  for (const value of [
    'null',
    '[]',
    '{}',
    '"x"',
    '',
    '\u0000',
    '{"files":1}',
    '{"format":"anlauf-site-1","files":[null]}',
  ]) {
    assert.throws(() => readManifest(Buffer.from(value)), { code: 'input-invalid' }, value)
  }
})
