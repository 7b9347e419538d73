import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'

import fc from 'fast-check'
import JSZip from 'jszip'

import { seededRandom } from '../../../drill/random.ts'
import { realFiles } from '../real-files.fixture.ts'
import { defaultThresholds } from '../thresholds.ts'
import { openOffice } from './nights.fixture.ts'
import { judgeUnpacked, unpacked } from './unpacked.ts'

const random = seededRandom(144)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(18)
})

const packers = { br: brotliCompressSync, zst: zstdCompressSync } as const

test('a folder that is compressed, and compressed once more, is what it was; noise that is compressed is not', async (t) => {
  for (const [ending, pack] of Object.entries(packers)) {
    const office = await openOffice(t)
    for (const [name, bytes] of files) office.write(`desk/${name}`, bytes)
    await office.night()
    for (const [rest, packing] of [
      ['gz', gzipSync],
      [`gz.${ending}`, pack],
    ] as const) {
      for (const name of files.keys()) {
        const [old, path] = rest === 'gz' ? [name, `${name}.gz`] : [`${name}.gz`, `${name}.${rest}`]
        office.write(`desk/${path}`, packing(office.read(`desk/${old}`)))
        office.remove(`desk/${old}`)
      }
      await office.night()
    }
    const { report, last } = await office.detect()
    assert.equal(report.onset, null, ending)
    assert.equal(last(`desk/photo.jpg.gz.${ending}`), 'clean', ending)
    for (const name of files.keys()) {
      const plain = office.read(`desk/${name}.gz.${ending}`)
      office.remove(`desk/${name}.gz.${ending}`)
      office.write(`desk/${name}.gz.${ending}.${ending}`, pack(random.bytes(plain.length)))
    }
    const hit = await office.night()
    assert.equal((await office.detect()).report.onset?.before, hit, ending)
  }
})

test('bombs, cut-off streams and any other bytes are not unpacked, quickly and without a throw', () => {
  const bomb = zstdCompressSync(Buffer.alloc(80 * 1024 * 1024))
  assert.equal(unpacked('a.zst', bomb), undefined)
  const sound = brotliCompressSync(Buffer.from('some text '.repeat(50)))
  assert.equal(unpacked('a.txt.br', sound)?.path, 'a.txt')
  assert.equal(unpacked('a.txt.br', sound.subarray(0, -1)), undefined)
  assert.equal(unpacked('a.txt.br', Buffer.concat([sound, Buffer.from('more')])), undefined)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom('br', 'zst'), (bytes, ending) => {
      const after = Buffer.from(bytes)
      const name = { path: `a.${ending}`, unseenEnding: true, massRenamed: true }
      const judgement = judgeUnpacked({ ...name, before: sound, after, complete: true }, defaultThresholds)
      assert.ok(judgement === undefined || judgement.reasons.length > 0)
    }),
  )
})

test('an office document in a zip of its own is still that document, each of many', async (t) => {
  const office = await openOffice(t)
  const minutes = files.get('minutes.odt') ?? Buffer.alloc(0)
  const zipOf = async (bytes: Buffer, name: string) => {
    const zip = new JSZip()
    zip.file(name, bytes)
    return zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' })
  }
  for (let count = 0; count < 6; count += 1) office.write(`desk/${count}.odt`, minutes)
  await office.night()
  for (let count = 0; count < 6; count += 1) {
    office.write(`desk/${count}.odt.zip`, await zipOf(minutes, `${count}.odt`))
    office.remove(`desk/${count}.odt`)
  }
  await office.night()
  const { report, last } = await office.detect()
  assert.deepEqual([report.onset, last('desk/1.odt.zip')], [null, 'clean'])
})

test('logs in UTF-16 that a program writes on in UTF-8 lose nothing, however many they are', async (t) => {
  const office = await openOffice(t)
  const text = (line: string) => `${line}\n`.repeat(60)
  for (let count = 0; count < 6; count += 1)
    office.write(`log/${count}.log`, Buffer.from(text(`started part ${count}`), 'utf16le'))
  await office.night()
  for (let count = 0; count < 6; count += 1) {
    const log = office.read(`log/${count}.log`)
    office.write(`log/${count}.log`, Buffer.concat([log, Buffer.from(text('stopped'))]))
  }
  await office.night()
  const { report, convicted } = await office.detect()
  assert.deepEqual([report.onset, convicted()], [null, []])
})
