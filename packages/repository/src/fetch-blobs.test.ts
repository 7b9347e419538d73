import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { fetchBlobs } from './fetch-blobs.ts'
import { type BlobId, blobId } from './id.ts'
import { emptyRepository, forge, nodeNamed, refusal } from './small-repository.fixture.ts'
import { walkTree } from './walk-tree.ts'

test('every wanted blob comes once, verified, in storage order, whatever is asked for', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const content = new Map<BlobId, string>()
  for (let at = 0; at < 60; at += 1) {
    const text = `blob ${at} `.repeat(1 + at * 40)
    content.set(await client.blob('data', Buffer.from(text)), text)
  }
  await client.snapshot(await client.tree([]))
  const index = await repository.loadIndex()
  const missing = blobId('ee'.repeat(32))
  const wanted = fc.array(fc.constantFrom(missing, ...content.keys()), { maxLength: 80 })
  await fc.assert(
    fc.asyncProperty(wanted, fc.constantFrom(1, 5_000, 1_000_000), async (ids, bytesInFlight) => {
      const found: BlobId[] = []
      const places: string[] = []
      for await (const fetched of fetchBlobs(repository, ids, { bytesInFlight })) {
        found.push(fetched.id)
        if ('problem' in fetched) {
          assert.ok(refusal('missing-object')(fetched.problem))
          assert.equal(fetched.id, missing)
          continue
        }
        assert.equal(fetched.bytes.toString(), content.get(fetched.id))
        const place = index.locations(fetched.id)[0]
        const pack = [...index.packs()].indexOf(place?.pack ?? ('' as never))
        places.push(`${pack} ${String(place?.offset).padStart(10, '0')}`)
      }
      assert.deepEqual(found.toSorted(), [...new Set(ids)].toSorted())
      assert.deepEqual(places, places.toSorted())
    }),
    { numRuns: 40 },
  )
})

test('blobs that open to a thousand times their size were opened all at once', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const ids: BlobId[] = []
  for (let at = 0; at < 40; at += 1) ids.push(await client.blob('data', Buffer.alloc(8_000_000, at)))
  await client.snapshot(await client.tree([]))
  const index = await repository.loadIndex()
  const stored = ids.reduce((sum, id) => sum + (index.locations(id)[0]?.length ?? 0), 0)
  assert.ok(stored < 100_000, 'all of them fit into one read')
  const memories = new Set<ArrayBufferLike>()
  for await (const fetched of fetchBlobs(repository, ids)) {
    assert.ok('bytes' in fetched)
    memories.add(fetched.bytes.buffer)
    assert.ok(fetched.bytes.buffer.byteLength <= 32 * 1024 * 1024)
  }
  assert.ok(memories.size >= 10)
})

test('a pack that ends early costs only the blobs behind its end', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const ids: BlobId[] = []
  for (const text of ['one', 'two', 'three', 'four']) ids.push(await client.blob('data', Buffer.from(text)))
  await client.snapshot(await client.tree([]))
  const index = await repository.loadIndex()
  const end = Math.max(...ids.map((id) => index.locations(id)[0]?.offset ?? 0))
  const { storage } = repository
  const cut: typeof storage = {
    ...storage,
    async read(kind, id, range) {
      if (kind === 'data' && (range?.offset ?? 0) + (range?.length ?? end + 1) > end)
        throw new Error('the medium is unreadable here')
      return storage.read(kind, id, range)
    },
  }
  const results = await Array.fromAsync(fetchBlobs({ ...repository, storage: cut }, ids))
  for (const result of results) {
    const place = index.locations(result.id)[0]
    const isBehind = (place?.offset ?? 0) + (place?.length ?? 0) > end
    assert.equal('problem' in result, isBehind)
    if ('problem' in result) assert.ok(refusal('read-failed', /unreadable here/)(result.problem))
  }
})

test('an aborted fetch stops with its own code', async (t) => {
  const { repository } = await emptyRepository(t)
  const signal = AbortSignal.abort()
  await assert.rejects(Array.fromAsync(fetchBlobs(repository, [], { signal })), refusal('aborted'))
})

test('a walk is depth first in byte order, skips what it is told to and says when it leaves', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const file = nodeNamed('f', 'file', { content: [] })
  const root = await client.tree([
    await client.dir('a', [file, await client.dir('deep', [file])]),
    nodeNamed('a-', 'file', { content: [] }),
    await client.dir('b', [file]),
  ])
  await client.snapshot(root)
  const left: string[] = []
  const walk = walkTree(repository, root, {
    skip: ({ path }) => path === '/b',
    onLeave: ({ path }) => left.push(path),
  })
  const paths = (await Array.fromAsync(walk)).map(({ path }) => path)
  assert.deepEqual(paths, ['/a', '/a/deep', '/a/deep/f', '/a/f', '/a-', '/b'])
  assert.deepEqual(left, ['/a/deep', '/a', '/b'])
  const signal = AbortSignal.abort()
  await assert.rejects(Array.fromAsync(walkTree(repository, root, { signal })), refusal('aborted'))
})

test('a tree nested deeper than any path is cut, without a stack overflow', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  let tree = await client.tree([])
  for (let level = 0; level < 2_100; level += 1)
    tree = await client.tree([nodeNamed('d', 'dir', { subtree: tree })])
  await client.snapshot(tree)
  await assert.rejects(Array.fromAsync(walkTree(repository, tree)), refusal('limit-exceeded', /2048/))
  const problems: string[] = []
  const walk = walkTree(repository, tree, { onProblem: ({ error }) => problems.push(error.code) })
  assert.equal((await Array.fromAsync(walk)).length, 2_048)
  assert.deepEqual(problems, ['limit-exceeded'])
})
