import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'

import { refusal } from '../../small-repository.fixture.ts'
import { file } from '../conformance.fixture.ts'
import { answering, speaking } from '../http/hostile-server.fixture.ts'
import { impatientRest, patience } from './impatient-rest.fixture.ts'

const { id, bytes } = file(1_000)

test('an upload that nobody takes is given up', async (t) => {
  const { url } = await speaking(t, (socket) => {
    let heard = ''
    socket.on('data', (part) => {
      heard += part.toString('latin1')
      if (heard.startsWith('HEAD')) socket.write('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
      else socket.pause()
      heard = heard.startsWith('HEAD') ? '' : heard.slice(0, 4)
    })
  })
  const storage = impatientRest(t, url, { silenceMs: 150, patience: { ...patience, attempts: 2 } })
  const large = file(40_000_000)
  await assert.rejects(storage.write('data', large.id, large.bytes), refusal('unreachable', /nearly nothing/))
})

test('a write whose answer was lost is a success when the same bytes lie there', async (t) => {
  for (const [stored, outcome] of [
    [bytes, undefined],
    [Buffer.alloc(1_000), refusal('write-failed', /exists/)],
    [randomBytes(1_001), refusal('write-failed', /exists/)],
  ] as const) {
    let there: Buffer | undefined
    const { url, seen } = await answering(t, (request, response) => {
      request.resume().on('end', () => {
        if (request.method === 'POST') {
          there = stored
          response.destroy()
        } else if (there === undefined) response.writeHead(404).end()
        else response.writeHead(200, { 'content-length': there.length }).end(there)
      })
    })
    const write = impatientRest(t, url).write('data', id, bytes)
    if (outcome === undefined) await write
    else await assert.rejects(write, outcome)
    assert.equal(seen.filter(({ method }) => method === 'POST').length, 1)
  }
})

test('a client that may not read trusts the size of what it wrote', async (t) => {
  let isThere = false
  const { url } = await answering(t, (request, response) => {
    request.resume().on('end', () => {
      if (request.method === 'POST') {
        isThere = true
        response.destroy()
      } else if (request.method === 'GET') response.writeHead(403).end()
      else response.writeHead(isThere ? 200 : 404, { 'content-length': isThere ? 1_000 : 0 }).end()
    })
  })
  await impatientRest(t, url).write('data', id, bytes)
})

test('the stump of an own broken try is replaced, a stranger in its place is not', async (t) => {
  let there: Buffer | undefined
  const { url, seen } = await answering(t, (request, response, count) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      if (request.method === 'POST') {
        there = count < 3 ? Buffer.from('stump') : Buffer.concat(parts)
        if (count < 3) response.destroy()
        else response.end()
      } else if (request.method === 'DELETE') {
        there = undefined
        response.end()
      } else if (there === undefined) response.writeHead(404).end()
      else response.writeHead(200, { 'content-length': there.length }).end(there)
    })
  })
  const storage = impatientRest(t, url)
  await storage.write('data', id, bytes)
  assert.deepEqual(there, bytes)
  assert.deepEqual(
    seen.map(({ method }) => method),
    ['HEAD', 'POST', 'HEAD', 'DELETE', 'POST'],
  )
  const other = file(2_000)
  await assert.rejects(storage.write('data', other.id, other.bytes), refusal('write-failed', /exists/))
  assert.deepEqual(there, bytes)
})

test('a refused upload says why, a full server too', async (t) => {
  for (const [status, code, message] of [
    [403, 'access-denied', /does not allow to write .*snapshot is back-dated/],
    [507, 'no-space', /No space left/],
    [413, 'write-failed', /too large/],
    [400, 'write-failed', /400 .*back-dated/],
  ] as const) {
    const { url, seen } = await answering(t, (request, response) => {
      request.resume().on('end', () => {
        response.writeHead(request.method === 'POST' ? status : 404).end('snapshot is back-dated')
      })
    })
    await assert.rejects(impatientRest(t, url).write('snapshots', id, bytes), refusal(code, message))
    assert.equal(seen.filter(({ method }) => method === 'POST').length, 1)
  }
})

test('folders are created for the key of a new repository, not for a backup into nowhere', async (t) => {
  let isCreated = false
  const { url, seen } = await answering(t, (request, response) => {
    request.resume().on('end', () => {
      if (request.url === '/tenant/repo/?create=true') isCreated = true
      response.writeHead(request.method !== 'HEAD' && isCreated ? 200 : 404).end()
    })
  })
  const storage = impatientRest(t, `${url}tenant/repo`)
  await assert.rejects(storage.write('data', id, bytes), refusal('write-failed', /404/))
  assert.equal(isCreated, false)
  await storage.write('keys', id, bytes)
  assert.ok(isCreated)
  assert.ok(seen.every((request) => request.url.startsWith('/tenant/repo/')))
})
