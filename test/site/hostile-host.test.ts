import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { after, test } from 'node:test'
import { brotliCompressSync, gzipSync } from 'node:zlib'

import { checkCopy, webCopy } from '../../packages/platform/src/adapters/site-hosts/index.ts'
import { publicHalf } from '../../packages/platform/src/core/publication/index.ts'
import { exampleEstate, moments } from '../../packages/platform/src/phases/inform/case.fixture.ts'
import { bundleSite } from '../../packages/platform/src/phases/inform/index.ts'

const { privateKey: key } = generateKeyPairSync('ed25519')
const { fingerprint: pinned } = publicHalf(key)
const played = moments.contained()
const now = new Date(played.now + 3_600_000)
const { files } = bundleSite(played.desk, exampleEstate, {
  now,
  sequence: 1,
  validUntil: new Date(now.getTime() + 3_600_000),
  previous: undefined,
  log: undefined,
  key,
  statements: [],
})

type Answer = (path: string, response: ServerResponse, request: IncomingMessage) => boolean

/** A host that serves the site, but for what `twist` takes over. */
async function host(twist: Answer): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = []
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1)
    requests.push(path)
    if (twist(path, response, request)) return
    const bytes = files.get(path)
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes)
  }).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  after(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests }
}

const check = async (url: string, more: Parameters<typeof webCopy>[1] = {}) => {
  using copy = webCopy(url, { silenceMs: 500, fileMs: 2_000, tries: 1, ...more })
  return await checkCopy(copy, { pinned, now })
}
const kinds = async (url: string): Promise<string[]> => (await check(url)).problems.map(({ kind }) => kind)
const notThis: Answer = () => false

test('an honest host verifies, packed or not, also behind a redirect of its own', async () => {
  assert.deepEqual(await kinds((await host(notThis)).url), [])
  for (const [packing, pack] of [
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const) {
    const packed = await host((path, response) => {
      const bytes = files.get(path)
      if (bytes === undefined) return false
      response.writeHead(200, { 'content-encoding': packing }).end(pack(bytes))
      return true
    })
    assert.deepEqual(await kinds(packed.url), [], packing)
  }
  const moved = await host((path, response) => {
    if (path !== 'verlauf.html') return false
    response.writeHead(302, { location: '/en/../index.html' }).end()
    return true
  })
  assert.deepEqual(
    await kinds(moved.url),
    ['changed-file'],
    'a redirect on the host is followed; what comes is compared',
  )
})

test('an endless body, a bomb and a lie about the length cost no more than what was signed', async () => {
  const before = process.memoryUsage().rss
  const endless = await host((path, response) => {
    if (path !== 'index.html') return false
    response.writeHead(200)
    const piece = Buffer.alloc(64 * 1024, 'x')
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
      if (!response.destroyed) response.once('drain', more)
    }
    more()
    return true
  })
  assert.deepEqual(await kinds(endless.url), ['changed-file'])
  const bomb = gzipSync(Buffer.alloc(300 * 1024 ** 2))
  const bombing = await host((path, response) => {
    if (path !== 'index.html') return false
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    return true
  })
  assert.deepEqual(await kinds(bombing.url), ['changed-file'])
  const inManifest = await host((path, response) => {
    if (path !== 'bundle.json') return false
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb)
    return true
  })
  await assert.rejects(check(inManifest.url), { code: 'input-invalid' })
  const grown = (process.memoryUsage().rss - before) / 1024 ** 2
  assert.ok(grown < 500, `${Math.round(grown)} MiB more, of which the bomb itself was made here`)
})

test('a host that drips, hangs or breaks off is given up in time', async () => {
  const dripping = await host((path, response) => {
    if (path !== 'index.html') return false
    response.writeHead(200)
    const timer = setInterval(() => response.write('x'), 100)
    response.on('close', () => clearInterval(timer))
    return true
  })
  const began = Date.now()
  await assert.rejects(check(dripping.url), { message: /does not answer in time/ })
  const hanging = await host((path) => path === 'index.html')
  await assert.rejects(check(hanging.url), { message: /does not answer in time/ })
  const broken = await host((path, response) => {
    if (path !== 'index.html') return false
    response.writeHead(200, { 'content-length': '99999' })
    response.write('x', () => response.destroy())
    return true
  })
  await assert.rejects(check(broken.url), { message: /cannot be read/ })
  assert.ok(Date.now() - began < 10_000)
})

test('redirects to another host, to inner addresses, to other schemes and in circles are not followed', async () => {
  const inner = await host(notThis)
  for (const location of [
    inner.url,
    'http://169.254.169.254/latest/meta-data/',
    'http://[::1]:22/',
    'file:///etc/passwd',
    'https://example.org/',
    '//example.org/index.html',
    'gopher://127.0.0.1/',
  ]) {
    const leading = await host((path, response) => {
      if (path !== 'index.html') return false
      response.writeHead(302, { location }).end()
      return true
    })
    await assert.rejects(
      check(leading.url),
      { code: 'not-permitted', message: /sends us elsewhere/ },
      location,
    )
  }
  assert.deepEqual(inner.requests, [])
  const circling = await host((path, response) => {
    if (!path.startsWith('index.html')) return false
    response.writeHead(302, { location: `/${path}x` }).end()
    return true
  })
  await assert.rejects(check(circling.url), { code: 'not-permitted' })
  assert.ok(circling.requests.filter((path) => path.startsWith('index.html')).length <= 4)
})

test('a name that leads into a private network is refused unless somebody says that it may', async (t) => {
  const addresses = await lookup(hostname(), { all: true }).catch(() => [])
  if (addresses.length === 0) return t.skip('this machine has no name of its own')
  const url = `http://${hostname()}:9/`
  await assert.rejects(check(url), { code: 'not-permitted', message: /an address of a private network/ })
  await assert.rejects(check(url, { allowsPrivate: true }), { code: 'not-found' })
})

test('a page for everything that is missing, 500s and a missing seal are what they are', async () => {
  const polite = await host((path, response) => {
    if (files.has(path) && path !== 'meldungen/1.html') return false
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>')
    return true
  })
  assert.deepEqual(await kinds(polite.url), ['changed-file'])
  const failing = await host((path, response) => {
    if (path !== 'index.html') return false
    response.writeHead(500).end()
    return true
  })
  await assert.rejects(check(failing.url), { message: /answers 500/ })
  const unsealed = await host((path, response) => {
    if (path !== 'SHA256SUMS.sig') return false
    response.writeHead(404).end()
    return true
  })
  assert.deepEqual(await kinds(unsealed.url), ['broken-seal'])
  const bare = await host((_, response) => {
    response.writeHead(404).end()
    return true
  })
  await assert.rejects(check(bare.url), { code: 'not-found', message: /no signed site is there/ })
})
