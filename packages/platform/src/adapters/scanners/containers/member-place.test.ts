import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'

import { needProgram } from '../../../../../../test/debian.ts'
import { itemOf, madeTar, madeZip, placesIn, sha256 } from './made.fixture.ts'
import { memberPlace, nameOf } from './member-place.ts'
import { madeOle2 } from './ole2.fixture.ts'
import { containerSplitter } from './splitter.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-places-'))
const splitter = containerSplitter({ scratch: folder, threads: 1 })
after(async () => {
  await splitter.close()
  rmSync(folder, { recursive: true, force: true })
})

const bad = Buffer.from('very-bad payload')
const places = async (bytes: Buffer): Promise<ReadonlyMap<string, string | undefined>> =>
  placesIn(splitter, itemOf(bytes))
const placeOfBad = async (bytes: Buffer): Promise<string | undefined> =>
  (await places(bytes)).get(sha256(bad))

test('a member is named by all levels, in every kind that has names', async () => {
  const zip = madeZip([{ name: 'word/tool.js', bytes: bad }])
  const long = `${'deep/'.repeat(30)}tool.js`
  const tar = madeTar([
    { name: 'letters/a.docx', bytes: zip },
    // Otherwise the archive stands at the end of the file as well, and is found there first.
    { name: 'film', bytes: Buffer.alloc(70_000, 'x') },
  ])
  assert.equal(await placeOfBad(zip), 'word/tool.js')
  assert.equal(await placeOfBad(tar), 'letters/a.docx!/word/tool.js')
  assert.equal(
    await placeOfBad(gzipSync(tar)),
    '#1!/letters/a.docx!/word/tool.js',
    'no name, so it is counted',
  )
  assert.equal(await placeOfBad(madeOle2([{ name: 'Macros', bytes: bad }])), 'Macros')
  const gnu = madeTar([
    { name: '././@LongLink', kind: 'L', bytes: Buffer.from(`${long}\0`) },
    { name: long.slice(0, 99), bytes: bad },
  ])
  assert.equal(await placeOfBad(gnu), long)
  const pax = madeTar([
    { name: 'PaxHeader', kind: 'x', bytes: Buffer.from(`${long.length + 10} path=${long}\n`) },
    { name: 'short', bytes: bad },
  ])
  assert.equal(await placeOfBad(pax), long)
  const mail = [
    'MIME-Version: 1.0',
    'Content-Type: application/zip;',
    ' name="Rechnung.zip"',
    'Content-Transfer-Encoding: base64',
    '',
    zip.toString('base64'),
    '',
  ]
  assert.equal(await placeOfBad(Buffer.from(mail.join('\r\n'))), 'Rechnung.zip!/word/tool.js')
})

test(
  'names that programs write are read: gzip, tar and 7z, solid or not',
  { skip: needProgram('7z', 'p7zip-full') },
  async () => {
    mkdirSync(join(folder, 'in/sub'), { recursive: true })
    writeFileSync(join(folder, 'in/sub/Prüfung.js'), bad)
    writeFileSync(join(folder, 'in/empty'), '')
    writeFileSync(join(folder, 'in/sub/other'), 'other')
    const run = (program: string, ...args: string[]): void => {
      const { status, stderr } = spawnSync(program, args, { cwd: join(folder, 'in'), encoding: 'utf8' })
      assert.equal(status, 0, stderr)
    }
    for (const solid of ['on', 'off']) {
      rmSync(join(folder, 'a.7z'), { force: true })
      run('7z', 'a', `-ms=${solid}`, join(folder, 'a.7z'), 'empty', 'sub')
      assert.equal(await placeOfBad(readFileSync(join(folder, 'a.7z'))), 'sub/Prüfung.js')
    }
    run('tar', '-czf', join(folder, 'a.tar.gz'), 'sub')
    assert.equal(await placeOfBad(readFileSync(join(folder, 'a.tar.gz'))), '#1!/sub/Prüfung.js')
    run('gzip', '-k', 'sub/Prüfung.js')
    assert.equal(await placeOfBad(readFileSync(join(folder, 'in/sub/Prüfung.js.gz'))), 'Prüfung.js')
  },
)

test('names are bounded and are text, whatever a container says', async () => {
  const nested = ['a', 'b', 'c', 'd'].reduce<Buffer>(
    (inside: Buffer, letter) => madeZip([{ name: letter.repeat(60_000), bytes: inside }]),
    bad,
  )
  const place = (await placeOfBad(nested)) ?? ''
  assert.ok(place.length <= 500, `${place.length}`)
  assert.ok(place.startsWith('ddd') && place.endsWith('aaa'), 'both ends are telling')
  assert.equal(memberPlace('', '\u{1F600}'.repeat(300), 1).isWellFormed(), true)
  assert.equal(nameOf(Buffer.from('a\0b')), 'a')
  assert.equal(nameOf(Buffer.from([0x50, 0xfc])), 'Pü')
})
