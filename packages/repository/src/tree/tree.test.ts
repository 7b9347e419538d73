import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import fc from 'fast-check'

import { decodeName } from '../name.ts'
import { nodeNamed, refusal } from '../small-repository.fixture.ts'
import { decodeCommonTree } from './decode-common.ts'
import { decodeTree, decodeTreeCarefully } from './decode.ts'
import { encodeTree } from './encode.ts'
import { modeBits, modeFromStat, permissionsOf, printMode } from './mode.ts'

const id = 'ab'.repeat(32)
const times =
  '"mtime":"2026-01-02T03:04:05.6+01:00","atime":"1931-01-01T00:00:00Z","ctime":"2026-01-02T03:04:05Z"'

/** A tree as restic prints it, from the fields of one node. */
const treeOf = (...nodes: string[]): string => `{"nodes":[${nodes.join(',')}]}\n`
const nodeOf = (more: string, type = 'file'): string =>
  `{"name":"a","type":"${type}",${times},"uid":0,"gid":0${more}}`
const decode = (text: string) => decodeTree(Buffer.from(text))

const golden = [
  treeOf(),
  treeOf(nodeOf(',"content":[]')),
  treeOf(nodeOf(`,"content":["${id}","${id}"]`)),
  treeOf(nodeOf(`,"content":null,"subtree":"${id}"`, 'dir')),
  treeOf(
    `{"name":"f","type":"file","mode":420,${times},"uid":1000,"gid":4294967295,"user":"jürgen",` +
      `"group":"a\\u003cb","inode":18446744073709551615,"device_id":9007199254740993,"size":9007199254740991,` +
      `"links":2,"content":["${id}"]}`,
  ),
  treeOf(nodeOf(',"links":1,"linktarget":"../x","content":null', 'symlink')),
  treeOf(nodeOf(',"linktarget":"t\\ufffd","linktarget_raw":"dP8=","content":null', 'symlink')),
  treeOf(
    nodeOf(
      ',"extended_attributes":[{"name":"user.x","value":"AAH/"},{"name":"user.y","value":""}],"content":[]',
    ),
  ),
  treeOf(
    nodeOf(
      ',"generic_attributes":{"windows.creation_time":"AQID","windows.file_attributes":32},"content":[]',
    ),
  ),
  treeOf(nodeOf(',"device":66305,"content":null', 'chardev')),
  treeOf(nodeOf(',"content":null,"error":"lstat: \\u0026 more"', 'irregular')),
  treeOf(
    nodeOf(
      ',"content":[],"new_field":{"a":[1,18446744073709551615],"b":"\\u00e4"},"other":null,"last":1e400',
    ),
  ),
]

test('what restic prints is encoded to the same bytes again, unknown fields too', () => {
  for (const text of golden) assert.equal(encodeTree(decode(text)).toString(), text)
})

test('64-bit numbers, times and stray bytes arrive whole', () => {
  const [node] = decode(golden[4] ?? '')
  assert.equal(node?.inode, 2n ** 64n - 1n)
  assert.equal(node.deviceId, 9_007_199_254_740_993n)
  assert.equal(node.size, Number.MAX_SAFE_INTEGER)
  assert.equal(node.mtime, '2026-01-02T03:04:05.6+01:00')
  assert.equal(decode(golden[6] ?? '')[0]?.linkTarget, decodeName(Buffer.from([0x74, 0xff])))
})

test('the raw target of a link counts, whichever field comes first', () => {
  const raw = nodeOf(',"linktarget_raw":"dP8=","linktarget":"t\\ufffd","content":null', 'symlink')
  assert.equal(decode(treeOf(raw))[0]?.linkTarget, 't\udcff')
})

test('any node survives encoding, with any bytes in its name', () => {
  const name = fc.uint8Array({ minLength: 1, maxLength: 20 }).map(decodeName)
  const word = fc.string({ unit: 'binary', maxLength: 8 }).map((text) => text.toWellFormed())
  const node = fc.record({
    name,
    inode: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }),
    uid: fc.nat(0xffff_ffff),
    user: word.filter((text) => text !== ''),
    linkTarget: fc.uint8Array({ minLength: 1, maxLength: 20 }).map(decodeName),
    size: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
  })
  fc.assert(
    fc.property(fc.array(node, { maxLength: 4 }), (fields) => {
      const nodes = fields.map((more) => ({ ...nodeNamed(more.name, 'symlink', more), content: null }))
      const bytes = encodeTree(nodes)
      assert.deepEqual(decodeTree(bytes), nodes)
      assert.deepEqual(encodeTree(decodeTree(bytes)), bytes)
    }),
    { numRuns: 300 },
  )
})

test('a doubled field counts once, the last one, as in Go', () => {
  const doubled = nodeOf(`,"size":1,"size":2,"content":["${id}"],"content":[]`)
  assert.deepEqual([decode(treeOf(doubled))[0]?.size, decode(treeOf(doubled))[0]?.content], [2, []])
  // Two lists of nodes could show one directory to us and another to the next program.
  const both = `{"nodes":[${nodeOf('')}],"nodes":[${nodeOf('').replace('"a"', '"b"')}]}`
  assert.throws(() => decode(both), refusal('damaged', /twice/))
})

const broken: Readonly<Record<string, string>> = {
  'no nodes': '{}',
  'no object': '[]',
  'nodes of another kind': '{"nodes":{}}',
  'text after the end': `${treeOf()}x`,
  'a cut tree': treeOf(nodeOf('')).slice(0, -8),
  'a negative uid': treeOf(`{"name":"a","type":"file","uid":-1}`),
  'a uid over 32 bits': treeOf(`{"name":"a","type":"file","uid":4294967296}`),
  'an inode over 64 bits': treeOf(nodeOf(',"inode":18446744073709551616')),
  'a fraction of a size': treeOf(nodeOf(',"size":1.5')),
  'a short blob id': treeOf(nodeOf(',"content":["abcd"]')),
  'a subtree that is a path': treeOf(nodeOf(',"subtree":"../../etc"', 'dir')),
  'a subtree in capitals': treeOf(nodeOf(`,"subtree":"${id.toUpperCase()}"`, 'dir')),
  'base64 that is none': treeOf(nodeOf(',"extended_attributes":[{"name":"x","value":"%%"}]')),
  'a name that is no string': treeOf(`{"name":7,"type":"file"}`),
}

for (const [name, text] of Object.entries(broken)) {
  test(`a tree with ${name} is damaged`, () => {
    assert.throws(() => decode(text), refusal('damaged'))
  })
}

test('a tree that is not UTF-8 is damaged; a node of an unknown or no type is unsupported', () => {
  assert.throws(() => decodeTree(Buffer.from('{"nodes":[\xff]}', 'latin1')), refusal('damaged', /UTF-8/))
  assert.throws(() => decode(treeOf(nodeOf('', 'door'))), refusal('unsupported', /door/))
  assert.throws(() => decode(treeOf('{"name":"a"}')), refusal('unsupported'))
})

test('the mode is Go’s FileMode, unsigned, and gives the permission bits back', () => {
  assert.equal(modeFromStat(0o040755), 2_147_484_141)
  assert.equal(modeFromStat(0o100644), 0o644)
  assert.equal(modeFromStat(0o120777), modeBits.symlink + 0o777)
  assert.equal(modeFromStat(0o020600), modeBits.device + modeBits.chardev + 0o600)
  assert.equal(modeFromStat(0o060600), modeBits.device + 0o600)
  assert.equal(modeFromStat(0o010600), modeBits.fifo + 0o600)
  assert.equal(modeFromStat(0o140600), modeBits.socket + 0o600)
  fc.assert(
    fc.property(fc.nat(0o7777), (bits) => {
      assert.equal(permissionsOf(modeFromStat(0o100000 + bits)), bits)
      assert.ok(modeFromStat(0o040000 + bits) > 0)
    }),
  )
})

test('the fast way and the careful way read the same, or the fast one steps back', () => {
  const plain = fc.record(
    {
      name: fc.string(),
      type: fc.constantFrom('file', 'dir', 'symlink', 'fifo', 'x'),
      mode: fc.oneof(fc.nat(), fc.constant(-1), fc.constant(2 ** 33)),
      mtime: fc.constant('2026-01-02T03:04:05Z'),
      atime: fc.oneof(fc.constant('2026-01-02T03:04:05Z'), fc.constant(null)),
      ctime: fc.constant('2026-01-02T03:04:05Z'),
      uid: fc.nat(),
      gid: fc.nat(),
      size: fc.oneof(fc.maxSafeNat(), fc.constant(2 ** 60), fc.constant(1.5)),
      inode: fc.oneof(fc.maxSafeNat(), fc.constant(2 ** 60)),
      content: fc.oneof(fc.constant(null), fc.array(fc.constantFrom(id, 'short'))),
      linktarget: fc.string({ unit: 'binary' }),
      other: fc.jsonValue(),
    },
    { requiredKeys: ['name', 'type', 'mtime', 'ctime', 'uid', 'gid'] },
  )
  fc.assert(
    fc.property(fc.array(plain, { maxLength: 4 }), (nodes) => {
      const text = JSON.stringify({ nodes })
      const fast = decodeCommonTree(text)
      if (fast !== undefined) assert.deepEqual(fast, decodeTreeCarefully(text))
    }),
  )
})

test('the fast way steps back from everything that two parsers could read differently', () => {
  const doubled = `{"nodes":[],"nodes":[${nodeOf('')}]}`
  const odd = [
    doubled,
    treeOf(nodeOf(',"linktarget":"\\ud800"', 'symlink')),
    treeOf(nodeOf(',"new":1')),
    '[]',
    '{',
    '',
  ]
  for (const text of odd) assert.equal(decodeCommonTree(text), undefined, text)
  assert.notEqual(decodeCommonTree(treeOf(nodeOf(',"content":[]'))), undefined, 'what is common is read fast')
})

/** Without it garbage that nobody has collected yet looks like memory that is kept. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}

test('names kept from a tree do not keep the tree', () => {
  const name = 'a-name-of-more-than-twelve-characters'
  const filler = Array.from({ length: 4000 }, (_, at) => nodeOf(`,"user":"${at}-${'u'.repeat(400)}","zz":1`))
  const text = treeOf(nodeOf(',"zz":1').replace('"name":"a"', `"name":"${name}"`), ...filler)
  const kept: string[] = []
  const before = process.memoryUsage().external
  for (let round = 0; round < 60; round += 1) kept.push(decodeTree(Buffer.from(text))[0]?.name ?? '')
  collectGarbage()
  // Sixty texts of some two megabytes each would be more than a hundred.
  assert.ok(process.memoryUsage().external - before < 40_000_000, 'the texts are gone')
  assert.equal(new Set(kept).size, 1)
})

test('modes are printed as Go prints them', () => {
  const table: [number, string][] = [
    [0o100644, '-rw-r--r--'],
    [0o040750, 'drwxr-x---'],
    [0o120777, 'Lrwxrwxrwx'],
    [0o104755, 'urwxr-xr-x'],
    [0o041777, 'dtrwxrwxrwx'],
    [0o042700, 'dgrwx------'],
    [0o020666, 'Dcrw-rw-rw-'],
    [0o060600, 'Drw-------'],
    [0o010000, 'p---------'],
    [0o140001, 'S--------x'],
  ]
  for (const [stat, text] of table) assert.equal(printMode(modeFromStat(stat)), text)
})

test('numbers that the careful reader refuses were let through by the fast one', () => {
  for (const odd of ['1e5', '1.0', '-0', '5E0', ' 7e1'])
    assert.throws(() => decode(treeOf(nodeOf(`,"size":${odd},"content":[]`))), refusal('damaged'), odd)
})

test('a million unknown fields took a copy of the list each', () => {
  const many = ',"x":1'.repeat(1_000_000)
  assert.throws(() => decode(treeOf(nodeOf(many))), refusal('limit-exceeded', /1000 fields/))
  const some = Array.from({ length: 900 }, (_, at) => `,"x${at}":${at}`).join('')
  assert.equal(decode(treeOf(nodeOf(some)))[0]?.unknown?.length, 900)
})
