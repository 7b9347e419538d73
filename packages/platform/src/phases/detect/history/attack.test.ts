import assert from 'node:assert/strict'
import { before, test } from 'node:test'

import { akira, djvu, full, hive, lockFile, someModes } from '../../../drill/attack/some-modes.fixture.ts'
import { noteFor } from '../../../drill/attack/notes.ts'
import { docx } from '../../../drill/content/office.ts'
import { picture } from '../../../drill/content/pictures.ts'
import { paragraph } from '../../../drill/content/words.ts'
import { seededRandom } from '../../../drill/random.ts'
import { realFiles } from '../real-files.fixture.ts'
import { type Office, openOffice } from './nights.fixture.ts'

const random = seededRandom(141)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(15)
})

/** Real files in two folders, backed up for the first time. */
async function furnish(office: Office): Promise<string> {
  for (const [name, bytes] of files) office.write(`desk/${name}`, bytes)
  for (let count = 0; count < 6; count += 1)
    office.write(`share/note-${count}.txt`, paragraph(random).repeat(20))
  return office.night()
}

test('in place, every mode: all convicted, newest clean is the night before, the onset exact', async (t) => {
  for (const mode of someModes) {
    const office = await openOffice(t)
    const first = await furnish(office)
    const quiet = await office.night()
    for (const name of files.keys()) office.encrypt(`desk/${name}`, mode)
    const hit = await office.night()
    const { report, file, last, reasons } = await office.detect()
    for (const name of files.keys()) {
      const path = `desk/${name}`
      assert.equal(last(path), 'convicted', `${mode.name} on ${name}: ${last(path)}, ${reasons(path)}`)
      assert.equal(file(path)?.newestClean, quiet, name)
    }
    assert.notEqual(first, quiet)
    assert.deepEqual([report.onset?.after, report.onset?.before], [quiet, hit], mode.name)
    assert.deepEqual(
      report.tenants.map(({ tenant, filesHit }) => [tenant, filesHit]),
      [['files1', files.size]],
    )
  }
})

test('renamed and encrypted, with notes: the pairs are found, the old path keeps its clean version', async (t) => {
  const office = await openOffice(t)
  const first = await furnish(office)
  for (const name of files.keys()) office.encrypt(`desk/${name}`, akira, `desk/${name}.akira`)
  const note = noteFor('akira', 'akira')
  for (const folder of ['desk', 'share', 'desk/sub']) office.write(`${folder}/${note.name}`, note.text)
  const hit = await office.night()
  const { report, file, last, reasons } = await office.detect()
  for (const name of files.keys()) {
    assert.equal(last(`desk/${name}`), 'convicted', reasons(`desk/${name}`))
    assert.equal(file(`desk/${name}`)?.role, 'victim')
    assert.equal(file(`desk/${name}`)?.newestClean, first)
    assert.equal(last(`desk/${name}.akira`), 'convicted')
    assert.equal(file(`desk/${name}.akira`)?.role, 'successor')
    assert.equal(file(`desk/${name}.akira`)?.newestClean, null)
  }
  assert.equal(file('share/akira_readme.txt')?.role, 'note')
  assert.equal(file('share/note-0.txt'), undefined, 'untouched files are not judged')
  assert.deepEqual([report.onset?.after, report.onset?.before], [first, hit])
  assert.equal(report.tenants[0]?.filesHit, files.size)
})

test('names replaced altogether, new files then deletion: successors convicted, what vanished is not lost', async (t) => {
  const office = await openOffice(t)
  const first = await furnish(office)
  for (const name of files.keys())
    office.replace(`desk/${name}`, lockFile, `desk/${random.bytes(5).toString('hex')}.hLjs8kQzT`)
  const hit = await office.night()
  const { report, file, last } = await office.detect()
  const successors = report.files.filter(({ path }) => path.endsWith('hLjs8kQzT'))
  assert.equal(successors.length, files.size)
  for (const { path, role, versions } of successors) {
    assert.deepEqual([role, versions.at(-1)?.verdict], ['successor', 'convicted'], path)
  }
  for (const name of files.keys()) {
    assert.ok(['convicted', 'suspicious'].includes(last(`desk/${name}`) ?? ''), name)
    assert.equal(file(`desk/${name}`)?.newestClean, first)
  }
  assert.deepEqual([report.onset?.after, report.onset?.before], [first, hit])
})

test('noise over noise is convicted by the common footer (T9), in place and under the same names', async (t) => {
  const office = await openOffice(t)
  const kinds = ['kdbx', 'mp4', 'gpg', 'heic', '7z', 'kdbx', 'mp4']
  kinds.forEach((kind, place) =>
    office.write(`vault/file-${place}.${kind}`, random.bytes(6000 + 100 * place)),
  )
  const first = await office.night()
  kinds.forEach((kind, place) => office.encrypt(`vault/file-${place}.${kind}`, hive))
  const hit = await office.night()
  const { report, last, reasons } = await office.detect()
  kinds.forEach((kind, place) => {
    assert.equal(last(`vault/file-${place}.${kind}`), 'convicted', reasons(`vault/file-${place}.${kind}`))
    assert.match(reasons(`vault/file-${place}.${kind}`), /grew by exactly 658 bytes/)
  })
  assert.deepEqual([report.onset?.after, report.onset?.before], [first, hit])
})

test('low and slow: one file a night is no alarm in the first night and adds up in the second', async (t) => {
  const office = await openOffice(t)
  const quiet = await furnish(office)
  office.encrypt('desk/letter.docx', full)
  office.write('desk/offer.pdf', files.get('offer.pdf') ?? '')
  const first = await office.night()
  const alone = await office.detect()
  assert.equal(alone.last('desk/letter.docx'), 'convicted')
  assert.equal(alone.report.onset, null, 'one file alone never alarms')
  assert.partialDeepStrictEqual(alone.report.tenants, [{ tenant: 'files1', onset: null, filesHit: 1 }])
  await office.night()
  office.encrypt('desk/app.log', full)
  await office.night()
  const { report } = await office.detect()
  assert.deepEqual([report.onset?.after, report.onset?.before], [quiet, first])
  assert.equal(report.tenants[0]?.filesHit, 2)
})

test('one file that was renamed and encrypted is one file, not two', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  office.encrypt('desk/letter.docx', akira, 'desk/letter.docx.akira')
  await office.night()
  const { report, convicted } = await office.detect()
  assert.deepEqual(convicted(), ['desk/letter.docx', 'desk/letter.docx.akira'])
  assert.equal(report.onset, null)
})

test('one file that is encrypted night after night is one file', async (t) => {
  const office = await openOffice(t)
  const quiet = await furnish(office)
  for (let round = 0; round < 3; round += 1) {
    office.encrypt('desk/letter.docx', akira)
    await office.night()
  }
  const { report, file } = await office.detect()
  assert.equal(report.onset, null)
  assert.equal(file('desk/letter.docx')?.newestClean, quiet)
  assert.ok(file('desk/letter.docx')?.versions.every(({ verdict }) => verdict === 'convicted'))
})

test('a note alone is no alarm, a note and one encrypted file are', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  const note = noteFor('akira', 'akira')
  for (const folder of ['a', 'b', 'c', 'd']) office.write(`${folder}/${note.name}`, note.text)
  await office.night()
  assert.equal((await office.detect()).report.onset, null)
  office.encrypt('desk/letter.docx', full)
  await office.night()
  assert.notEqual((await office.detect()).report.onset, null)
})

test('a single note beside encrypted files is a note; without them it is a text', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  const note = noteFor('lockbit', 'x')
  office.write(`desk/${note.name}`, note.text)
  await office.night()
  assert.equal((await office.detect()).last(`desk/${note.name}`), 'clean')
  const other = await openOffice(t)
  await furnish(other)
  for (const name of ['letter.docx', 'scan.png', 'app.log']) other.encrypt(`desk/${name}`, full)
  other.write(`desk/${note.name}`, note.text)
  await other.night()
  const { file, last } = await other.detect()
  assert.deepEqual([file(`desk/${note.name}`)?.role, last(`desk/${note.name}`)], ['note', 'convicted'])
})

test('header-keeping families over many nights: clean is only what came before', async (t) => {
  const office = await openOffice(t)
  const quiet = await furnish(office)
  const names = ['photo.jpg', 'banner.webp', 'sound.wav', 'scan.png', 'old.doc', 'icon.gif']
  for (const [night, name] of names.entries()) {
    office.encrypt(`desk/${name}`, night % 2 === 0 ? hive : djvu)
    await office.night()
  }
  const { file, report } = await office.detect()
  for (const name of names) {
    const judged = file(`desk/${name}`)
    assert.ok(
      judged?.versions.every(({ verdict }) => verdict !== 'clean'),
      name,
    )
  }
  assert.equal(file('desk/photo.jpg')?.newestClean, quiet)
  assert.equal(report.onset?.after, quiet)
})

test('restored content is clean again, also an older version; encrypted once more it is convicted once more', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  const original = office.read('desk/photo.jpg')
  office.write('desk/photo.jpg', await picture(random, 'jpg'))
  await office.night()
  office.encrypt('desk/photo.jpg', full)
  await office.night()
  office.write('desk/photo.jpg', original)
  const restored = await office.night()
  const { last, file, reasons } = await office.detect()
  assert.equal(last('desk/photo.jpg'), 'clean', reasons('desk/photo.jpg'))
  assert.equal(file('desk/photo.jpg')?.newestClean, restored)
  office.encrypt('desk/photo.jpg', hive)
  await office.night()
  const again = await office.detect()
  assert.equal(again.last('desk/photo.jpg'), 'convicted')
  assert.equal(again.file('desk/photo.jpg')?.newestClean, restored)
})

test('ciphertext that is moved, copied or edited later is never clean', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  for (const name of ['letter.docx', 'scan.png', 'notes.txt'])
    office.encrypt(`desk/${name}`, akira, `desk/${name}.akira`)
  await office.night()
  office.rename('desk/letter.docx.akira', 'desk/moved.akira')
  office.write('share/copy.bin', office.read('desk/scan.png.akira'))
  office.write(
    'desk/notes.txt.akira',
    Buffer.concat([office.read('desk/notes.txt.akira'), Buffer.from('tail')]),
  )
  await office.night()
  const { last, reasons } = await office.detect()
  assert.equal(last('desk/moved.akira'), 'convicted', reasons('desk/moved.akira'))
  assert.equal(last('share/copy.bin'), 'convicted', reasons('share/copy.bin'))
  assert.notEqual(last('desk/notes.txt.akira'), 'clean', reasons('desk/notes.txt.akira'))
})

test('notes that take the inodes of deleted victims hide neither the notes nor the victims', async (t) => {
  const office = await openOffice(t)
  const folders = ['a', 'b', 'c', 'd']
  for (const folder of folders)
    for (let count = 0; count < 4; count += 1)
      office.write(`${folder}/letter-${count}.txt`, paragraph(random))
  const quiet = await office.night()
  const note = noteFor('akira', 'akira')
  for (const folder of folders) {
    for (let count = 0; count < 4; count += 1) {
      office.replace(
        `${folder}/letter-${count}.txt`,
        full,
        `${folder}/${random.bytes(5).toString('hex')}.zzq`,
      )
    }
    // The inode of the last letter is free again, and the note is about as long.
    office.write(`${folder}/${note.name}`, note.text.padEnd(900, ' '))
    office.write(`${folder}/READ-${folder}.txt`, note.text.padEnd(800, folder))
  }
  await office.night()
  const { file, last } = await office.detect()
  for (const folder of folders) {
    assert.equal(file(`${folder}/${note.name}`)?.role, 'note')
    assert.equal(last(`${folder}/READ-${folder}.txt`), 'convicted')
    for (let count = 0; count < 4; count += 1) {
      assert.ok(
        ['suspicious', 'convicted'].includes(last(`${folder}/letter-${count}.txt`) ?? ''),
        `${folder} ${count}`,
      )
      assert.equal(file(`${folder}/letter-${count}.txt`)?.newestClean, quiet)
    }
  }
})

test('one file that was encrypted, moved on and copied is one file', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  office.encrypt('desk/letter.docx', akira, 'desk/letter.docx.akira')
  await office.night()
  office.rename('desk/letter.docx.akira', 'share/moved.akira')
  await office.night()
  office.write('share/copy.akira', office.read('share/moved.akira'))
  office.rename('share/moved.akira', 'share/moved-again.akira')
  await office.night()
  const { report, convicted } = await office.detect()
  assert.deepEqual(convicted(), [
    'desk/letter.docx',
    'desk/letter.docx.akira',
    'share/copy.akira',
    'share/moved-again.akira',
    'share/moved.akira',
  ])
  assert.partialDeepStrictEqual(report.tenants, [{ tenant: 'files1', onset: null, filesHit: 1 }])
})

test('replaced names, a few files a night: guesses alone stay suspicious, and add up', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  // In place, then renamed: the inode stays, the name says nothing.
  const names = ['letter.docx', 'scan.png', 'notes.txt', 'offer.pdf', 'old.doc', 'talk.pptx']
  for (const [night, name] of names.entries()) {
    office.encrypt(`desk/${name}`, full, `desk/${random.bytes(6).toString('hex')}.x${night}`)
    await office.night()
  }
  const { report, last, file } = await office.detect()
  const verdicts = report.files
    .filter(({ role }) => role === 'successor')
    .map(({ versions }) => versions.at(-1)?.verdict)
  assert.deepEqual(verdicts, [
    'suspicious',
    'suspicious',
    'suspicious',
    'suspicious',
    'convicted',
    'convicted',
  ])
  for (const name of names) {
    assert.equal(last(`desk/${name}`), 'suspicious')
    assert.notEqual(file(`desk/${name}`)?.newestClean, null)
  }
  assert.notEqual(report.onset, null)
})

test('an unknown first version does not vouch for the second', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  const locked = random.bytes(9000)
  office.write('desk/strange.dat', locked)
  await office.night()
  office.write('desk/strange.dat', Buffer.concat([locked, Buffer.alloc(40, 1)]))
  await office.night()
  const { file } = await office.detect()
  assert.deepEqual(
    file('desk/strange.dat')?.versions.map(({ verdict }) => verdict),
    ['unknown', 'unknown'],
  )
  assert.equal(file('desk/strange.dat')?.newestClean, null)
})

test('the oldest version is already suspect: no version is named clean', async (t) => {
  const office = await openOffice(t)
  const letter = await docx(random)
  office.write('desk/letter.docx', letter)
  office.encrypt('desk/letter.docx', full)
  office.write('desk/minutes.docx', await docx(random))
  const oldest = await office.night()
  office.encrypt('desk/letter.docx', akira)
  await office.night()
  const suspect = await office.detect()
  assert.equal(suspect.file('desk/letter.docx')?.newestClean, null)
  assert.equal(suspect.in('desk/letter.docx', oldest), 'unknown')
  assert.notEqual(suspect.last('desk/letter.docx'), 'clean')
  office.write('desk/letter.docx', letter)
  const repaired = await office.night()
  const { file } = await office.detect()
  assert.equal(file('desk/letter.docx')?.newestClean, repaired)
})

test('thirty bytes, half of them encrypted, are convicted by the ending that many others got', async (t) => {
  const office = await openOffice(t)
  await furnish(office)
  for (let at = 0; at < 8; at += 1) office.write(`desk/page-${at}.txt`, `Page ${at}\n`.repeat(300))
  office.write('lone/type.d.ts', 'export type FileContent = Blob')
  await office.night()
  for (let at = 0; at < 8; at += 1) {
    office.replace(`desk/page-${at}.txt`, full, `desk/${random.bytes(5).toString('hex')}.hLjs8kQzT`)
  }
  // Sixteen bytes that a code page would read as letters, and the rest as it was.
  office.remove('lone/type.d.ts')
  const tiny = Buffer.concat([
    Buffer.from('\xb4\xd6\xee^9\xe5\xd5\xe2\xea\xf8\xf6ox@%e', 'latin1'),
    Buffer.from('Content = Blob'),
  ])
  office.write('lone/ba922a222d.hLjs8kQzT', tiny)
  await office.night()
  const { last, file } = await office.detect()
  assert.equal(last('lone/ba922a222d.hLjs8kQzT'), 'convicted')
  assert.equal(file('lone/ba922a222d.hLjs8kQzT')?.newestClean, null)
  assert.notEqual(file('lone/type.d.ts')?.newestClean, null)
})
