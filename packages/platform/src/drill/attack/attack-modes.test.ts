import assert from 'node:assert/strict'
import { dirname } from 'node:path'
import { before, test } from 'node:test'

import fc from 'fast-check'

import { gzipSync } from 'node:zlib'

import { mail } from '../content/mail.ts'
import { docx, odt, xlsx } from '../content/office.ts'
import { pdf } from '../content/pdf.ts'
import { picture } from '../content/pictures.ts'
import { paragraph } from '../content/words.ts'
import { seededRandom } from '../random.ts'
import { type AttackMode, attackModes } from './index.ts'

const random = seededRandom(23)
const files = new Map<string, Buffer>()
before(async () => {
  files.set('letters/offer.docx', await docx(random))
  files.set('figures.xlsx', await xlsx(random))
  files.set('minutes.odt', await odt(random))
  files.set('offer.pdf', await pdf(random))
  files.set('scan.png', await picture(random, 'png'))
  files.set('app.log.gz', gzipSync('one line\n'.repeat(500)))
  files.set('1.eml', mail(random, 'partner.example', new Date('2026-03-02')))
  files.set('notes.txt', Buffer.from(Array.from({ length: 9 }, () => paragraph(random)).join('\n\n')))
  files.set('disk.vmdk', Buffer.alloc(400_000, 'sector '))
})

/** Sizes at which families change their mind, and what lies beside them. */
const edges = [
  0, 1, 15, 16, 17, 63, 64, 65, 79, 80, 81, 98, 99, 127, 511, 512, 513, 704, 705, 4095, 4096, 4097,
]
const largeEdges = [4999, 5000, 65_537, 131_072, 153_600, 458_753, 1_999_999, 2_000_000, 2_000_001]

test('names of modes are unique and written in kebab-case', () => {
  const names = attackModes.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  assert.deepEqual(
    names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name)),
    [],
  )
})

test('every mode is reversed byte for byte, whatever the size', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 0, max: 6000 })),
      fc.constantFrom('a.txt', 'folder/b.docx', 'x/y.sqlite', 'disk.qcow2', 'no-ending', '.hidden'),
      (size, path) => {
        const plain = random.bytes(size)
        for (const mode of attackModes) assertReversed(mode, plain, path)
      },
    ),
    { numRuns: 25 },
  )
})

test('real files and large ones come back as well', () => {
  for (const [path, plain] of files) for (const mode of attackModes) assertReversed(mode, plain, path)
  const large = Buffer.alloc(3_000_000, 'a line of some log file, and then the next one\n')
  for (const [place, mode] of attackModes.entries()) {
    // One edge more a mode: all of them with all modes would take half a minute.
    const size = largeEdges[place % largeEdges.length] ?? 0
    assertReversed(mode, large.subarray(0, size), 'share/app.log')
    assertReversed(mode, large, 'share/app.log')
  }
})

test('what a mode touches it changes, in the same folder, and never in the caller’s bytes', () => {
  for (const [path, plain] of files) {
    const copy = Buffer.from(plain)
    for (const mode of attackModes) {
      const attacked = mode.encrypt(plain, path, 'c')
      if (attacked === undefined) continue
      assert.ok(!attacked.bytes.equals(copy), `${mode.name} on ${path}`)
      assert.equal(dirname(attacked.path), dirname(path), mode.name)
      assert.ok(plain.equals(copy), `${mode.name} wrote into its argument`)
    }
  }
})

test('a mode is a function of its arguments; campaigns and files have their own keys', () => {
  const plain = random.bytes(70_000)
  for (const mode of attackModes) {
    const once = mode.encrypt(plain, 'a.bin', 'one')
    assert.deepEqual(mode.encrypt(plain, 'a.bin', 'one'), once, mode.name)
    if (mode.kind === 'destroyed' || once === undefined) continue
    for (const other of [mode.encrypt(plain, 'a.bin', 'two'), mode.encrypt(plain, 'b.bin', 'one')]) {
      assert.ok(other !== undefined && !other.bytes.equals(once.bytes), mode.name)
    }
  }
})

test('notes are small texts with words of the habit', () => {
  for (const mode of attackModes) {
    const note = mode.note?.('c')
    if (note === undefined) continue
    assert.match(note.name, /^[^/]+\.(?:txt|TXT|html|hta)$/, mode.name)
    assert.match(note.text, /encrypted/)
    assert.ok(note.text.length < 4096)
  }
})

function assertReversed(mode: AttackMode, plain: Uint8Array, path: string): void {
  const attacked = mode.encrypt(plain, path, 'campaign')
  if (attacked === undefined || mode.kind === 'destroyed') return
  assert.ok(mode.decrypt !== undefined, mode.name)
  const back = mode.decrypt(attacked, path, 'campaign')
  assert.ok(back.equals(plain), `${mode.name} on ${plain.length} bytes of ${path}`)
}
