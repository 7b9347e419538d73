import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'

import sharp from 'sharp'

import { realFiles } from '../../../phases/detect/real-files.fixture.ts'
import { seededRandom } from '../../random.ts'
import { benignTransforms } from './benign-transforms.ts'

const random = seededRandom(77)
let files: Map<string, Buffer>
before(async () => {
  files = await realFiles(9)
  files.set('data.json', Buffer.from(JSON.stringify({ b: [1, 2, { z: 1, a: 'ü' }], a: null }, undefined, 1)))
  const photo = sharp(files.get('photo.jpg')).withExif({ IFD0: { Artist: 'somebody' } })
  files.set('tagged.jpg', await photo.toBuffer())
  files.set('table.csv', Buffer.from('name,amount\nAnna,12\nBernd,"1,5"\n'))
  files.set('dump.sql', Buffer.from('-- a dump\nCREATE TABLE note (id INT, body TEXT);\n'))
  files.set('page.html', Buffer.from('<p>Grüße</p>\r\n<!-- old -->\r\n'))
  files.set('alt.txt', Buffer.from('Grüße aus Köln\n', 'latin1'))
  const zip = transform('owner-zip-aes')
  files.set('vault.zip', (await zip.apply(Buffer.from('secret'), 'vault', 1))?.bytes ?? Buffer.alloc(0))
  for (const [name, ending] of [
    ['owner-7z', '7z'],
    ['owner-openpgp', 'gpg'],
    ['owner-age', 'age'],
    ['owner-openssl', 'enc'],
  ] as const) {
    const made = await transform(name).apply(Buffer.alloc(5000, 'secret'), 'vault', 1)
    files.set(`vault.${ending}`, made?.bytes ?? Buffer.alloc(0))
  }
})

function transform(name: string) {
  const found = benignTransforms.find((one) => one.name === name)
  assert.ok(found !== undefined, name)
  return found
}

test('names of transforms are unique, and every transform is for some kind of file', async () => {
  const names = benignTransforms.map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  const idle: string[] = []
  for (const one of benignTransforms) {
    const results = await Promise.all([...files].map(([path, bytes]) => one.apply(bytes, path, 3)))
    if (results.every((result) => result === undefined)) idle.push(one.name)
  }
  // Traditional zip and hidden names share their beginnings with the containers above.
  assert.deepEqual(idle, ['owner-saves-openssl-base64'])
})

test('transforms never throw and never write into their argument', async () => {
  const hostile = [Buffer.alloc(0), Buffer.from([0]), random.bytes(5000), Buffer.alloc(3000, 'a,b\n')]
  for (const [path, whole] of files) {
    for (const bytes of [whole.subarray(0, whole.length / 2), ...hostile]) {
      const copy = Buffer.from(bytes)
      for (const one of benignTransforms) await one.apply(bytes, path, 3)
      assert.ok(bytes.equals(copy), path)
    }
  }
})

test('what comes out is what the program would have left', async () => {
  const png = files.get('scan.png') ?? Buffer.alloc(0)
  const turned = await transform('picture-turned').apply(png, 'scan.png', 1)
  const [before, after] = [await sharp(png).metadata(), await sharp(turned?.bytes).metadata()]
  assert.equal(after.width, before.height)
  const log = files.get('app.log') ?? Buffer.alloc(0)
  const rotated = await transform('log-rotation').apply(log, 'app.log', 1)
  assert.ok(rotated?.path === 'app.log.1.gz' && gunzipSync(rotated.bytes).equals(log))
  const json = await transform('json-keys-sorted').apply(files.get('data.json') ?? log, 'data.json', 1)
  assert.match(json?.bytes.toString() ?? '', /^\{\n\t"a": null/)
})
