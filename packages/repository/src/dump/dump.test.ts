import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test, type TestContext } from 'node:test'
import { crc32, inflateRawSync } from 'node:zlib'

import { blobId } from '../id.ts'
import { emptyRepository, forge, type Forge, nodeNamed, refusal } from '../small-repository.fixture.ts'
import { modeBits, type Node } from '../tree/index.ts'
import { aclText } from './acl-text.ts'
import { archiveFolder, type ArchiveFormat } from './archive-folder.ts'
import { tarHeader } from './tar-header.ts'
import { endOfArchive } from './zip-records.ts'

interface Archive {
  readonly bytes: Buffer
  readonly problems: readonly string[]
}

async function archived(
  t: TestContext,
  format: ArchiveFormat,
  nodes: (client: Forge) => Promise<Node[]>,
): Promise<Archive> {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const { tree } = await client.snapshot(await client.tree(await nodes(client)))
  const problems: string[] = []
  const pieces = archiveFolder(repository, tree, {
    format,
    prefix: 'top',
    onProblem: ({ path, error }) => problems.push(`${path} ${error.code}`),
  })
  return { bytes: Buffer.concat(await Array.fromAsync(pieces)), problems }
}

/** What another program reads in an archive. */
function read(bytes: Buffer, ...program: string[]): string {
  const [name = '', ...args] = program
  const { stdout, stderr, status } = spawnSync(name, args, { input: bytes, encoding: 'utf8' })
  assert.deepEqual([status, stderr], [0, ''], program.join(' '))
  return stdout
}

/** Names, modes, times and contents by the directory at the end, sizes and sums checked; programs read it too, in `test/interop`. */
function readZip(bytes: Buffer): unknown[] {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'))
  const entries: unknown[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [crc, packed, plain] = [16, 20, 24].map((field) => bytes.readUInt32LE(at + field))
    const [nameLength = 0, extraLength = 0] = [28, 30].map((field) => bytes.readUInt16LE(at + field))
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const header = bytes.readUInt32LE(at + 42)
    const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
    const data = bytes.subarray(start, start + (packed ?? 0))
    const content = bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(data) : data
    assert.deepEqual([content.length, crc32(content)], [plain, crc], name)
    const seconds = bytes.readInt32LE(at + 46 + nameLength + 5)
    const mode = (bytes.readUInt32LE(at + 38) >>> 16).toString(8)
    entries.push([name, mode, new Date(seconds * 1000).toISOString(), content.toString()])
    at += 46 + nameLength + extraLength
  }
  assert.equal(at, end)
  return entries
}

const files = async (client: Forge): Promise<Node[]> => [
  await client.dir('d', [await client.file('inner', 'inside')]),
  { ...(await client.file('empty')), content: [], mtime: '2026-01-02T03:04:05Z' },
  await client.file('file', 'one', 'two', 'three'),
  nodeNamed('link', 'symlink', { linkTarget: 'file' }),
]

test('tar: what is in it is what was in the folder', async (t) => {
  const { bytes, problems } = await archived(t, 'tar', files)
  assert.deepEqual(problems, [])
  assert.equal(bytes.length % 512, 0)
  assert.ok(bytes.subarray(-1024).equals(Buffer.alloc(1024)))
  assert.deepEqual(read(bytes, 'tar', 't').trim().split('\n'), [
    'top/d/',
    'top/d/inner',
    'top/empty',
    'top/file',
    'top/link',
  ])
  assert.equal(read(bytes, 'tar', 'xO', 'top/file'), 'onetwothree')
  assert.match(read(bytes, 'tar', 'tv'), /top\/link -> file/)
})

test('zip: what is in it is what was in the folder', async (t) => {
  const { bytes } = await archived(t, 'zip', files)
  const time = '2026-01-02T03:04:05.000Z'
  assert.deepEqual(readZip(bytes), [
    ['top/d/', '40755', time, ''],
    ['top/d/inner', '100644', time, 'inside'],
    ['top/empty', '100644', time, ''],
    ['top/file', '100644', time, 'onetwothree'],
    ['top/link', '120777', time, 'file'],
  ])
})

test('an empty folder is an empty archive that programs accept', async (t) => {
  assert.equal(read((await archived(t, 'tar', async () => [])).bytes, 'tar', 't'), '')
  assert.deepEqual(readZip((await archived(t, 'zip', async () => [])).bytes), [])
})

test('a file that is damaged at its beginning is left out, in the middle it ends the dump', async (t) => {
  const lost = blobId('ee'.repeat(32))
  for (const format of ['tar', 'zip'] as const) {
    const { bytes, problems } = await archived(t, format, async (client) => {
      const good = await client.file('good', 'content')
      return [
        { ...good, name: 'bad', content: [lost] },
        good,
        nodeNamed('lost', 'dir', { subtree: lost }),
        { ...good, name: 'short', size: 8 },
      ].slice(0, 3)
    })
    assert.deepEqual(problems, ['/bad missing-object', '/lost missing-object'])
    const list = format === 'tar' ? read(bytes, 'tar', 't') : JSON.stringify(readZip(bytes))
    assert.match(list, /top\/good/)
    for (const end of [{ content: [lost] }, { size: 99 }]) {
      const broken = archived(t, format, async (client) => {
        const file = await client.file('a', 'first')
        return [{ ...file, size: 10, ...end, content: [...(file.content ?? []), ...(end.content ?? [])] }]
      })
      await assert.rejects(broken, (error: { code?: string }) =>
        ['missing-object', 'damaged'].includes(error.code ?? ''),
      )
    }
  }
  await assert.rejects(async () => {
    const { repository } = await emptyRepository(t)
    await Array.fromAsync(archiveFolder(repository, lost, { format: 'tar' }))
  }, refusal('missing-object'))
})

test('tar: numbers that do not fit go into the extended header', () => {
  const node = nodeNamed('f', 'file', {
    uid: 4_000_000_000,
    gid: 3_000_000,
    size: 9_000_000_000,
    user: 'jürgen',
    group: 'g'.repeat(40),
    mtime: '1931-05-06T07:08:09.000000001Z',
    extendedAttributes: [{ name: 'user.a', value: Buffer.from([0, 10, 255]) }],
  })
  const header = tarHeader(node, 'file', `${'long/'.repeat(30)}name`, '').toString('latin1')
  for (const record of [
    'uid=4000000000',
    'gid=3000000',
    'size=9000000000',
    `path=${'long/'.repeat(30)}name`,
    'mtime=-1219942310.999999999',
    `gname=${'g'.repeat(40)}`,
    'SCHILY.xattr.user.a=\0\n\xff',
  ])
    assert.ok(header.includes(` ${record}\n`), record)
  const plain = nodeNamed('f', 'file', { mtime: '2026-01-02T03:04:05Z', content: [] })
  assert.ok(!tarHeader(plain, 'file', 'f', '').toString('latin1').includes('mtime='))
  // The length of a record counts its own digits, at every border.
  for (let length = 1; length < 1_200; length += 1) {
    const text = tarHeader(nodeNamed('f', 'symlink'), 'symlink', 'f', 'ü'.repeat(length)).toString('utf8')
    const record = /(\d+) linkpath=ü+\n/.exec(text)
    assert.equal(Number(record?.[1]), Buffer.byteLength(record?.[0] ?? ''))
  }
})

test('tar: what is no time is the beginning of time, not the end of the dump', async (t) => {
  const { bytes } = await archived(t, 'tar', async (client) => [
    { ...(await client.file('a', 'x')), mtime: 'yesterday', atime: 'x', mode: modeBits.setuid + 0o755 },
  ])
  assert.match(read(bytes, 'tar', 'tv', '--utc'), /-rwsr-xr-x.*1970-01-01 00:00 top\/a/)
})

test('access lists become text, anything else does not', () => {
  const entry = (tag: number, bits: number, id: number): Buffer => {
    const bytes = Buffer.alloc(8)
    bytes.writeUInt16LE(tag, 0)
    bytes.writeUInt16LE(bits, 2)
    bytes.writeUInt32LE(id, 4)
    return bytes
  }
  const none = 0xffff_ffff
  const list = [
    Buffer.from([2, 0, 0, 0]),
    entry(1, 6, none),
    entry(2, 7, 12_345),
    entry(4, 5, none),
    entry(8, 4, 7),
    entry(0x10, 7, none),
    entry(0x20, 0, none),
  ]
  assert.equal(
    aclText(Buffer.concat(list)),
    'user::rw-\nuser:12345:rwx\ngroup::r-x\ngroup:7:r--\nmask::rwx\nother::---',
  )
  for (const bytes of [[], [2, 0, 0], [1, 0, 0, 0], [2, 0, 0, 0, 1], [2, 0, 0, 0, 3, 0, 7, 0, 0, 0, 0, 0]])
    assert.equal(aclText(Buffer.from(bytes)), undefined)
})

test('zip: more entries or bytes than old fields hold', () => {
  assert.equal(endOfArchive({ count: 65_534, offset: 1, length: 1 }).length, 22)
  for (const large of [{ count: 65_535 }, { offset: 2 ** 32 }, { length: 2 ** 32 }]) {
    const end = endOfArchive({ count: 1, offset: 1, length: 1, ...large })
    assert.equal(end.length, 22 + 76)
    assert.equal(end.readUInt32LE(0), 0x06064b50)
  }
})
