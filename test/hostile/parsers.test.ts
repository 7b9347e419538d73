import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { decodeConfig, encodeConfig } from '../../packages/repository/src/config/index.ts'
import { unitCipher } from '../../packages/repository/src/crypto/index.ts'
import { sha256 } from '../../packages/repository/src/id.ts'
import { decodeIndex, encodeIndex } from '../../packages/repository/src/index/index.ts'
import {
  createKeyFile,
  createMasterKey,
  decodeKeyFile,
  unwrapMasterKey,
} from '../../packages/repository/src/keys/index.ts'
import { decodeLock, encodeLock, isStale } from '../../packages/repository/src/locks/index.ts'
import { packHeaderOf, sealPackTrailer } from '../../packages/repository/src/pack/index.ts'
import { decodeSnapshot, encodeSnapshot } from '../../packages/repository/src/snapshot/index.ts'
import { decodeTree, encodeTree } from '../../packages/repository/src/tree/index.ts'
import { decodeTreeCarefully } from '../../packages/repository/src/tree/decode.ts'
import { unquoteName } from '../../packages/repository/src/tree/quoted-name.ts'
import { decodeUnpacked, encodeUnpacked } from '../../packages/repository/src/unpacked.ts'
import { decompress, decompressByZlib } from '../../packages/repository/src/zstd.ts'
import { hostileBytes, hostileJson } from './mutations.ts'
import { assertTyped, fuzzRuns, neverBreaks, soundOrTyped } from './sound-or-typed.ts'

const id = 'ab'.repeat(32)
const time = '2026-01-02T03:04:05.678901234+01:00'
const times = `"mtime":"${time}","atime":"1931-01-01T00:00:00Z","ctime":"${time}"`
const owner = '"uid":0,"gid":4294967295,"user":"jürgen","group":"a\\u003cb"'

const trees = [
  '{"nodes":[]}',
  `{"nodes":[{"name":"f","type":"file","mode":420,${times},${owner},"inode":18446744073709551615,"size":5,"links":2,"content":["${id}","${id}"]}]}`,
  `{"nodes":[{"name":"d\\\\xff","type":"dir","mode":2147484141,${times},${owner},"content":null,"subtree":"${id}"},{"name":"l","type":"symlink",${times},"uid":0,"gid":0,"linktarget":"t\\ufffd","linktarget_raw":"dP8=","content":null}]}`,
  `{"nodes":[{"name":"x","type":"chardev",${times},"uid":0,"gid":0,"device":1281,"extended_attributes":[{"name":"user.x","value":"AAH/"}],"generic_attributes":{"a":[1]},"new":{"y":1},"content":null}]}`,
]
const snapshots = [
  `{"time":"${time}","tree":"${id}","paths":["/a","/b"],"hostname":"h","username":"u","uid":0,"gid":7,"excludes":["*.tmp"],"tags":["t","u"],"parent":"${id}","original":"${id}","program_version":"restic 0.17","summary":{"backup_start":"${time}","backup_end":"${time}","files_new":1,"total_bytes_processed":9007199254740991},"new":{"x":[1,2]}}`,
  `{"time":"${time}","tree":"${id}","paths":null}`,
]
const indexes = [
  `{"supersedes":["${id}"],"packs":[{"id":"${id}","blobs":[{"id":"${id}","type":"data","offset":0,"length":41,"uncompressed_length":99},{"id":"${id}","type":"tree","offset":41,"length":4294967295}]}]}`,
  `[{"id":"${id}","blobs":null}]`,
]
const locks = [
  `{"time":"${time}","exclusive":true,"hostname":"h","username":"u","pid":4242,"uid":1000,"gid":1000}`,
]
const configs = [`{"version":2,"id":"${id}","chunker_polynomial":"3da3358b4dc173","new":[1]}`]

test('a tree is read or refused, and both of its readers agree', () => {
  neverBreaks(
    fc.oneof(hostileJson(trees), hostileBytes(trees.map((text) => Buffer.from(text)))),
    decodeTree,
    (nodes, bytes) => {
      assert.deepEqual(nodes, decodeTreeCarefully(bytes.toString('utf8')))
      // What was read can be written again, and then says the same.
      const written = soundOrTyped(() => encodeTree(nodes))
      if (written !== undefined) assert.equal(decodeTree(written).length, nodes.length)
    },
  )
})

test('a snapshot is read or refused, and written again it says the same', () => {
  const inputs = fc.oneof(hostileJson(snapshots), hostileBytes(snapshots.map((text) => Buffer.from(text))))
  neverBreaks(
    inputs,
    (bytes) => decodeSnapshot(id as never, bytes),
    (draft) => {
      const again = decodeSnapshot(id as never, encodeSnapshot(draft))
      assert.deepEqual([again.tree, again.time, again.paths], [draft.tree, draft.time, draft.paths])
      assert.deepEqual(again.unknown, draft.unknown)
    },
  )
})

test('an index file is read or refused, and written again it says the same', () => {
  const inputs = fc.oneof(hostileJson(indexes), hostileBytes(indexes.map((text) => Buffer.from(text))))
  neverBreaks(inputs, decodeIndex, (packs) => assert.deepEqual(decodeIndex(encodeIndex(packs)), packs))
})

test('a lock is read or refused, and judged whatever it says', () => {
  const now = { nanoseconds: 1_700_000_000_000_000_000n, hostname: 'h', isAlive: () => false }
  const inputs = fc.oneof(hostileJson(locks), hostileBytes(locks.map((text) => Buffer.from(text))))
  neverBreaks(inputs, decodeLock, (lock) => {
    assert.equal(typeof isStale(lock, now), 'boolean')
    assert.deepEqual(decodeLock(encodeLock(lock)), lock)
  })
})

test('a config is read or refused', () => {
  const inputs = fc.oneof(hostileJson(configs), hostileBytes(configs.map((text) => Buffer.from(text))))
  neverBreaks(inputs, decodeConfig, (config) => {
    assert.deepEqual(decodeConfig(encodeConfig(config)), config)
  })
})

test('a key file is read or refused; its costs are looked at before anything is spent', async () => {
  const file = await createKeyFile(createMasterKey(), {
    password: 'p',
    cost: { N: 2, r: 1, p: 1 },
    time: new Date(0),
  })
  const text = file.toString('utf8')
  neverBreaks(fc.oneof(hostileJson([text]), hostileBytes([file])), decodeKeyFile)
  const cost = fc.oneof(
    fc.constantFrom(2, 4, 1024),
    fc.constantFrom(0, -1, 1, 3, 0.5, NaN, Infinity, 2 ** 31, 2 ** 40, 2 ** 53, 1e300),
  )
  await fc.assert(
    fc.asyncProperty(cost, cost, cost, async (N, r, p) => {
      // Honest costs as small as these take microseconds; large ones must be refused without work.
      if (N * r * p > 1_000_000 && N * r * p < 16 * 1024 ** 3) return
      await unwrapMasterKey({ ...decodeKeyFile(file), cost: { N, r, p } }, 'x').catch(assertTyped)
    }),
    { numRuns: 300 },
  )
})

test('a pack header is read or refused, whatever stands at the end of a pack', () => {
  const cipher = unitCipher(createMasterKey())
  const blobs = [
    { id, type: 'data', length: 41, uncompressedLength: 0 },
    { id, type: 'tree', length: 50, uncompressedLength: 77 },
  ] as never
  const body = Buffer.alloc(91)
  const pack = Buffer.concat([body, sealPackTrailer(cipher, blobs)])
  const read = (bytes: Buffer) => packHeaderOf(cipher, sha256(bytes) as never, bytes)
  neverBreaks(hostileBytes([pack]), read)
  // The same behind a MAC that fits: what a client with the key can write.
  const header = cipher.open(pack.subarray(body.length, -4))
  neverBreaks(
    hostileBytes([header]).map((plain) => {
      const sealed = cipher.seal(plain)
      const length = Buffer.alloc(4)
      length.writeUInt32LE(sealed.length)
      return Buffer.concat([body, sealed, length])
    }),
    read,
    (list) => assert.ok(list.every(({ length }) => length <= body.length)),
  )
})

test('an encrypted unit that was touched never opens', () => {
  const cipher = unitCipher(createMasterKey())
  const sealed = cipher.seal(Buffer.from('content'))
  neverBreaks(
    hostileBytes([sealed]),
    (bytes) => cipher.open(bytes),
    (plain) => {
      assert.equal(plain.toString(), 'content')
    },
  )
})

test('compressed data opens to what was promised or is refused, both ways', () => {
  const json = Buffer.from(JSON.stringify(Array.from({ length: 200 }, (_, at) => ({ at }))))
  const envelopes = [encodeUnpacked(json), json, encodeUnpacked(Buffer.alloc(300_000, 0x20))]
  const most = 100_000
  neverBreaks(
    hostileBytes(envelopes),
    (bytes) => decodeUnpacked(bytes, most),
    (plain, bytes) => {
      assert.ok(plain.length <= most || plain === bytes)
    },
  )
  const frames = envelopes.map((bytes) => bytes.subarray(1))
  neverBreaks(
    hostileBytes(frames),
    (bytes) => decompress(bytes, most),
    (plain) => {
      assert.ok(plain.length <= most)
    },
  )
  neverBreaks(
    hostileBytes(frames),
    (bytes) => decompressByZlib(bytes, most),
    (plain) => {
      assert.ok(plain.length <= most)
    },
  )
})

test('a quoted name is read or refused', () => {
  const names = ['plain', 'a\\xffb', 'tab\\tnew', '\\u00e4\\U0001f600\\101', 'ä"'].map((name) =>
    Buffer.from(name),
  )
  neverBreaks(hostileBytes(names), (bytes) => unquoteName(bytes.toString('utf8')))
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      soundOrTyped(() => unquoteName(name))
    }),
    { numRuns: fuzzRuns },
  )
})
