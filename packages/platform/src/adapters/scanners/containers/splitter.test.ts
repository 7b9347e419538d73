import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { deflateRawSync, gzipSync, zstdCompressSync } from 'node:zlib'

import JSZip from 'jszip'

import { needProgram } from '../../../../../../test/debian.ts'
import { itemOf, madeTar, madeZip, sha256, takenApart } from './made.fixture.ts'
import { madeOle2 } from './ole2.fixture.ts'
import { containerSplitter } from './splitter.ts'
import { processorMs } from '../../../../../../test/processor-time.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-splitter-'))
const splitter = containerSplitter({ scratch: folder, threads: 2 })
after(async () => {
  await splitter.close()
  rmSync(folder, { recursive: true, force: true })
})

const bad = Buffer.from('very-bad payload')
const other = Buffer.from('another payload')
const apart = (bytes: Uint8Array) => takenApart(splitter, itemOf(bytes))

/** A section with embedded files as MS-ONESTORE 2.6.13 lays them out. */
function madeOneNote(files: readonly { bytes: Buffer; says?: number }[]): Buffer {
  const parts: Buffer[] = [Buffer.from('e4525c7b8cd8a74daeb15378d02996d3', 'hex'), Buffer.alloc(1008, 7)]
  for (const { bytes, says = bytes.length } of files) {
    const header = Buffer.alloc(36)
    header.write('e716e3bd65261145a4c48d4d0b7a9eac', 'hex')
    header.writeBigUInt64LE(BigInt(says), 16)
    parts.push(header, bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8))
    parts.push(Buffer.from('22a7fb71790f0b4abb13899256426b24', 'hex'), randomBytes(40))
  }
  return Buffer.concat(parts)
}

test('files embedded in OneNote are taken out, also behind one whose length is a lie', async () => {
  const zip = madeZip([{ name: 'a', bytes: bad }])
  const sound = await apart(madeOneNote([{ bytes: other }, { bytes: zip }]))
  assert.deepEqual(sound, { members: [sha256(other), sha256(zip), sha256(bad)], problems: [], files: 0 })
  for (const says of [1, 2 ** 50]) {
    const lied = await apart(madeOneNote([{ bytes: other, says }, { bytes: bad }]))
    assert.ok(lied.members.includes(sha256(bad)), `${says}`)
    assert.deepEqual(lied.problems, ['unparseable'])
  }
})

test('a document written by others: every part, once, in memory', async () => {
  const zip = new JSZip()
  zip.file('word/document.xml', '<w:document/>')
  zip.file('word/vbaProject.bin', bad)
  for (const compression of ['STORE', 'DEFLATE'] as const) {
    const bytes = await zip.generateAsync({ type: 'nodebuffer', compression })
    assert.deepEqual(await apart(bytes), {
      members: [sha256('<w:document/>'), sha256(bad)],
      problems: [],
      files: 0,
    })
    const streamed = await zip.generateAsync({ type: 'nodebuffer', compression, streamFiles: true })
    assert.deepEqual(
      (await apart(streamed)).members,
      [sha256('<w:document/>'), sha256(bad)],
      'with descriptors',
    )
  }
})

test('the views of a zip contradict each other: both are looked at', async () => {
  const hidden = madeZip([
    { name: 'a', bytes: other },
    { name: 'b', bytes: bad, inDirectory: false },
  ])
  assert.deepEqual((await apart(hidden)).members.sort(), [sha256(other), sha256(bad)].sort())
  // The directory says "stored", the header "deflated": one program unpacks what the other copies.
  const packed = deflateRawSync(bad)
  const two = madeZip([{ name: 'a', bytes: packed, method: 0, local: { method: 8 } }])
  const { members } = await apart(two)
  assert.deepEqual(members.sort(), [sha256(packed), sha256(bad)].sort())
})

test('an archive behind something else is found, at its own count and at that of the file', async () => {
  const picture = randomBytes(5000)
  const zip = madeZip([{ name: 'a', bytes: bad }])
  for (const bytes of [madeZip([{ name: 'a', bytes: bad }], picture), Buffer.concat([picture, zip])]) {
    assert.ok(splitter.isContainer(itemOf(bytes)))
    assert.deepEqual((await apart(bytes)).members, [sha256(bad)])
  }
  // The end record's signature alone, as in a library that unpacks archives, makes nothing a container.
  const library = Buffer.concat([picture, Buffer.from('PK\x05\x06'), randomBytes(500)])
  assert.deepEqual(await apart(library), { members: [], problems: [], files: 0 })
})

test('an encrypted member, an unknown method, a wrong length: unknown, and the rest is looked at', async () => {
  const rest = { name: 'b', bytes: bad }
  assert.deepEqual(await apart(madeZip([{ name: 'a', bytes: other, flags: 1 }, rest])), {
    members: [sha256(bad)],
    problems: ['encryptedContainer'],
    files: 0,
  })
  assert.deepEqual(await apart(madeZip([{ name: 'a', bytes: other, method: 99 }, rest])), {
    members: [sha256(bad)],
    problems: ['unparseable'],
    files: 0,
  })
})

test('names that lead outside are nothing but names', async () => {
  const evil = ['../../escape', '/etc/escape', 'a/../../escape', 'C:\\escape', 'x'.repeat(60_000)]
  const before = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const large = Buffer.concat([bad, Buffer.alloc(20_000_000, 'x')])
  const zip = madeZip(evil.map((name, at) => ({ name, bytes: at === 0 ? large : Buffer.from(`in ${name}`) })))
  const { members, files } = await apart(zip)
  assert.equal(members.length, evil.length)
  assert.equal(files, 1, 'the large one was a file')
  assert.equal(existsSync(join(folder, '../escape')), false)
  assert.deepEqual(
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('escape')),
    [],
  )
  const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !before.includes(name),
  )
  assert.ok(left.length <= 1, 'nothing stays but the private folder')
})

test('tar and what packs it, nested, and from a file', async () => {
  const tar = madeTar([
    { name: 'a', bytes: bad },
    { name: 'folder/', bytes: Buffer.alloc(0), kind: '5' },
    { name: 'b', bytes: madeZip([{ name: 'c', bytes: other }]) },
  ])
  const inside = [sha256(bad), sha256(madeZip([{ name: 'c', bytes: other }])), sha256(other)]
  const sorted = (members: readonly string[]): string[] => members.toSorted()
  assert.deepEqual(sorted((await apart(tar)).members), sorted(inside))
  for (const packed of [gzipSync(tar), zstdCompressSync(tar)]) {
    const { members, problems } = await apart(packed)
    assert.deepEqual([sorted(members), problems], [sorted([sha256(tar), ...inside]), []])
    const file = join(folder, 'packed')
    writeFileSync(file, packed)
    const found = await takenApart(splitter, { key: sha256(packed), file })
    assert.deepEqual(sorted(found.members), sorted([sha256(tar), ...inside]))
  }
})

for (const [program, debianPackage] of [
  ['bzip2', 'bzip2'],
  ['xz', 'xz-utils'],
  ['zstd', 'zstd'],
  ['gzip', 'gzip'],
] as const) {
  test(
    `what ${program} packed, in one stream, in several, and cut off`,
    {
      skip: needProgram(program, debianPackage),
    },
    async () => {
      const text = Buffer.concat([randomBytes(150_000), Buffer.alloc(300_000, 'ab'), bad])
      const pack = (input: Buffer): Buffer => {
        const { stdout, status } = spawnSync(program, ['-c'], { input, maxBuffer: 2 ** 26 })
        assert.equal(status, 0)
        return stdout
      }
      assert.deepEqual(await apart(pack(text)), { members: [sha256(text)], problems: [], files: 0 })
      const two = Buffer.concat([pack(text.subarray(0, 200_000)), pack(text.subarray(200_000))])
      assert.deepEqual(await apart(two), { members: [sha256(text)], problems: [], files: 0 })
      assert.deepEqual((await apart(two.subarray(0, two.length - 20))).problems, ['unparseable'])
    },
  )
}

test(
  'what 7z packed: every usual method, solid and not, with a password, a program',
  {
    skip: needProgram('7z', 'p7zip-full'),
  },
  async () => {
    const own = mkdtempSync(join(folder, 'seven-'))
    const program = readFileSync(process.execPath).subarray(0, 400_000)
    const files = {
      one: Buffer.concat([bad, Buffer.alloc(50_000, 'ab')]),
      two: randomBytes(70_000),
      'three.exe': program,
    }
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(own, name), bytes)
    const expected = Object.values(files).map(sha256).toSorted()
    const settings: [string, string[]][] = [
      ['lzma', ['-m0=lzma']],
      ['lzma2', ['-m0=lzma2']],
      ['bzip2', ['-m0=bzip2']],
      ['deflate', ['-m0=deflate']],
      ['copy', ['-m0=copy']],
      ['filter', ['-m0=bcj', '-m1=lzma2']],
      ['apart', ['-ms=off']],
      ['plain header', ['-mhc=off']],
    ]
    for (const [name, options] of settings) {
      const file = join(own, `${name}.7z`)
      pack7z(own, ['a', ...options, file, ...Object.keys(files)])
      const { members, problems } = await apart(readFileSync(file))
      assert.deepEqual([members.toSorted(), problems], [expected, []], name)
      const torn = readFileSync(file)
      torn[100] = (torn[100] ?? 0) ^ 1
      assert.deepEqual((await apart(torn)).problems, ['unparseable'], `${name}, damaged`)
    }
    for (const options of [['-psecret'], ['-psecret', '-mhe=on']]) {
      const file = join(own, `secret${options.length}.7z`)
      pack7z(own, ['a', ...options, file, 'one'])
      assert.deepEqual((await apart(readFileSync(file))).problems, ['encryptedContainer'])
    }
  },
)

function pack7z(cwd: string, args: readonly string[]): void {
  const { status, stdout } = spawnSync('7z', args, { cwd, encoding: 'utf8' })
  assert.equal(status, 0, stdout)
}

test('cpio of every usual kind, and a package around it', { skip: needProgram('cpio', 'cpio') }, async () => {
  const own = mkdtempSync(join(folder, 'cpio-'))
  writeFileSync(join(own, 'a'), bad)
  writeFileSync(join(own, 'b'), other)
  for (const format of ['odc', 'newc', 'crc']) {
    const { stdout } = spawnSync('cpio', ['-o', '-H', format, '--quiet'], { cwd: own, input: 'a\nb\n' })
    assert.deepEqual(await apart(stdout), { members: [sha256(bad), sha256(other)], problems: [], files: 0 })
    assert.deepEqual((await apart(stdout.subarray(0, 130))).problems, ['unparseable'])
    const header = (entries: number, bytes: number): Buffer => {
      const fixed = Buffer.from('8eade80100000000'.padEnd(32, '0'), 'hex')
      fixed.writeUInt32BE(entries, 8)
      fixed.writeUInt32BE(bytes, 12)
      return Buffer.concat([fixed, Buffer.alloc(entries * 16 + bytes)])
    }
    const lead = Buffer.concat([Buffer.from('edabeedb', 'hex'), Buffer.alloc(92)])
    const packed = gzipSync(stdout)
    const rpm = Buffer.concat([lead, header(1, 3), Buffer.alloc(5), header(2, 10), packed])
    assert.deepEqual(await apart(rpm), {
      members: [sha256(packed), sha256(stdout), sha256(bad), sha256(other)],
      problems: [],
      files: 0,
    })
  }
})

test('a tar goes on behind zeros and damage; several gzip members are one content', async () => {
  const two = Buffer.concat([
    madeTar([{ name: 'a', bytes: other }]),
    Buffer.alloc(512, 'x'),
    madeTar([{ name: 'b', bytes: bad }]),
  ])
  assert.deepEqual(await apart(two), {
    members: [sha256(other), sha256(bad)],
    problems: ['unparseable'],
    files: 0,
  })
  const [start, end] = [bad.subarray(0, 5), bad.subarray(5)]
  assert.deepEqual(await apart(Buffer.concat([gzipSync(start), gzipSync(end)])), {
    members: [sha256(bad)],
    problems: [],
    files: 0,
  })
  assert.deepEqual((await apart(Buffer.concat([zstdCompressSync(start), zstdCompressSync(end)]))).members, [
    sha256(bad),
  ])
})

test('what is cut off is looked at as far as it goes, and is unknown', async () => {
  const text = randomBytes(3_000_000).toString('hex')
  const { members, problems } = await apart(gzipSync(text).subarray(0, 1_000_000))
  assert.equal(members.length, 1)
  assert.deepEqual(problems, ['unparseable'])
})

test('limits: depth, count, bytes and ratio end in `limitExceeded`, and soon', async () => {
  let nested = gzipSync('x')
  for (let depth = 0; depth < 40; depth += 1) nested = gzipSync(nested)
  assert.deepEqual((await apart(nested)).problems, ['limitExceeded'])
  const few = containerSplitter({ scratch: folder, threads: 1, limits: { members: 10, bytes: 1_000_000 } })
  try {
    const many = madeZip(
      Array.from({ length: 11 }, (_, at) => ({ name: `${at}`, bytes: Buffer.from(`${at}`) })),
    )
    assert.deepEqual((await takenApart(few, itemOf(many))).problems, ['limitExceeded'])
    const large = madeZip([{ name: 'a', bytes: randomBytes(1_000_001) }])
    assert.deepEqual((await takenApart(few, itemOf(large))).problems, ['limitExceeded'])
  } finally {
    await few.close()
  }
  const started = processorMs()
  const zeros = gzipSync(gzipSync(Buffer.alloc(200_000_000)))
  assert.deepEqual((await apart(zeros)).problems, ['limitExceeded'])
  assert.ok(processorMs() - started < 30_000)
})

test('kinds that are known and not opened are unknown, never silently skipped', async () => {
  for (const magic of ['526172211a070100', '4d53434600000000', '04224d186440a7', '68737173']) {
    const bytes = Buffer.concat([Buffer.from(magic, 'hex'), randomBytes(100)])
    assert.deepEqual(await apart(bytes), { members: [], problems: ['unparseable'], files: 0 })
  }
})

test('parts of mails: base64 and quoted-printable, nested, in a mailbox, with odd boundaries', async () => {
  const zip = madeZip([{ name: 'a', bytes: bad }])
  const base64 = zip.toString('base64').replaceAll(/.{60}/g, '$&\r\n')
  const mail = [
    'From: a@example.org',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed;',
    ' boundary="=_odd"',
    '',
    '--=_odd',
    'Content-Transfer-Encoding:',
    ' base64',
    '',
    base64,
    '--=_odd',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    'a =3D b=',
    ' -- c',
    '--=_odd--',
    '',
  ].join('\r\n')
  const qp = sha256('a = b -- c\r\n')
  const parts = [sha256(zip), sha256(bad), qp]
  assert.deepEqual((await apart(Buffer.from(mail))).members, parts)
  const mailbox = `From x Thu Jan  1 00:00:00 1970\r\n${mail}\r\nFrom x Thu Jan  1 00:00:00 1970\r\n${mail}`
  assert.deepEqual((await apart(Buffer.from(mailbox.replace('a =3D b', 'c =3D d')))).members, [
    sha256(zip),
    sha256(bad),
    sha256('c = d -- c\r\n'),
    qp,
  ])
  assert.equal(splitter.isContainer(itemOf('To: somebody\n\nhello\n')), false)
})

test('streams of a compound file, small and large; a document with a password is encrypted', async () => {
  const large = Buffer.concat([bad, Buffer.alloc(9000, 'x')])
  const streams = [
    { name: 'WordDocument', bytes: large },
    { name: 'Macros', bytes: bad },
    { name: 'more', bytes: other },
  ]
  const { members, problems } = await apart(madeOle2(streams))
  assert.deepEqual(members.toSorted(), [large, bad, other].map(sha256).toSorted())
  assert.deepEqual(problems, [])
  const locked = madeOle2([{ name: 'EncryptedPackage', bytes: large }])
  assert.deepEqual((await apart(locked)).problems, ['encryptedContainer'])
})

test('a caller that stops in the middle leaves nothing behind, and the next one is served', async () => {
  const own = mkdtempSync(join(folder, 'own-'))
  const one = containerSplitter({ scratch: own, threads: 1 })
  const many = madeZip(
    Array.from({ length: 600 }, (_, at) => ({ name: `${at}`, bytes: Buffer.from(`member ${at}`) })),
  )
  for await (const members of one.split(itemOf(many))) {
    assert.equal(members.length, 256)
    break
  }
  assert.equal((await takenApart(one, itemOf(many))).members.length, 600)
  await one.close()
  assert.deepEqual(readdirSync(own), [])
})

test('what a killed run left is removed, what a running one needs stays', async () => {
  const own = mkdtempSync(join(folder, 'left-'))
  const gone = spawnSync(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'])
  const names = [`anlauf-members-${gone.pid}-x`, `anlauf-members-${process.pid}-x`, 'anlauf-other']
  for (const name of names) {
    mkdirSync(join(own, name))
    writeFileSync(join(own, name, '1'), bad)
  }
  const next = containerSplitter({ scratch: own, threads: 1 })
  await takenApart(next, itemOf(madeZip([{ name: 'a', bytes: bad }])))
  await next.close()
  assert.deepEqual(readdirSync(own).sort(), names.slice(1).sort())
})
