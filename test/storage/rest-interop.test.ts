import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import {
  backup,
  check,
  initRepository,
  openRepository,
  openStorage,
  parseLocation,
  RepositoryError,
} from '@anlauf/repository'

import { file } from '../../packages/repository/src/storage/conformance.fixture.ts'
import { needProgram } from '../debian.ts'
import { makeCertificates } from './certificates.ts'
import { bothWaysThrough } from './over-network.ts'
import { type RestServer, serveRestic } from './rclone.ts'

const skip = needProgram('rclone', 'rclone') || needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-rest-interop-'))
const servers: RestServer[] = []
after(async () => {
  for (const server of servers) await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

let places = 0
async function openRest() {
  places += 1
  const root = join(folder, `root-${places}`)
  mkdirSync(root)
  let server = await serveRestic(root)
  servers.push(server)
  return {
    location: `rest:${server.url}repo/`,
    env: {},
    async crash() {
      await server.stop('SIGKILL')
      return {
        async comeBack() {
          server = await serveRestic(root, { port: server.port })
          servers.push(server)
        },
      }
    },
  }
}

bothWaysThrough('rest', openRest, { skip })

test(
  'damage behind a server is named blob by blob; a server that is gone is no damage',
  { skip },
  async () => {
    const place = await openRest()
    const storage = openStorage(parseLocation(place.location), { patience: { attempts: 2, firstMs: 1 } })
    const repository = await initRepository(storage, { password: 'p' })
    const source = join(folder, 'one file')
    writeFileSync(source, 'x'.repeat(100_000))
    await backup(repository, { paths: [source] })
    const data = join(folder, `root-${places}`, 'repo', 'data')
    const packs = readdirSync(data, { recursive: true, encoding: 'utf8' }).filter((name) => name.length > 64)
    for (const name of packs) {
      const bytes = readFileSync(join(data, name))
      bytes[20] = (bytes[20] ?? 0) ^ 1
      writeFileSync(join(data, name), bytes)
    }
    const { findings } = await check(repository, { readData: true })
    const codes = new Set(findings.map(({ code }) => code))
    assert.ok(codes.has('blob-damaged') && codes.has('pack-hash'), [...codes].join(' '))

    await place.crash()
    await assert.rejects(check(repository, { readData: true }), { code: 'unreachable' })
    const fresh = openStorage(parseLocation(place.location), { patience: { firstMs: 1 } })
    await assert.rejects(openRepository(fresh, { password: 'p' }), { code: 'unreachable' })
  },
)

test('a server with a private authority, a password and client certificates', { skip }, async () => {
  const certificates = makeCertificates(folder)
  const root = join(folder, 'tls')
  mkdirSync(root)
  const server = await serveRestic(root, {
    flags: [
      `--cert=${certificates.serverCertificate}`,
      `--key=${certificates.serverKey}`,
      `--client-ca=${certificates.authority}`,
      `--htpasswd=${htpasswd()}`,
      '--private-repos',
    ],
  })
  servers.push(server)
  assert.match(server.url, /^https:/)
  const location = parseLocation(`rest:${server.url}tenant/`)
  const all = {
    RESTIC_CACERT: certificates.authority,
    RESTIC_TLS_CLIENT_CERT: certificates.client,
    RESTIC_REST_USERNAME: 'tenant',
    RESTIC_REST_PASSWORD: 'geheim',
  }
  const { id, bytes } = file(100_000)
  const storage = openStorage(location, { env: all })
  await storage.write('data', id, bytes)
  assert.deepEqual(await storage.read('data', id), bytes)
  // The password in the address has the first word.
  const typed = parseLocation(`rest:${server.url.replace('://', '://tenant:geheim@')}tenant/`)
  assert.deepEqual(
    await openStorage(typed, { env: { ...all, RESTIC_REST_PASSWORD: 'x' } }).stat('data', id),
    {
      size: 100_000,
    },
  )

  const other = parseLocation(`rest:${server.url}other/`)
  for (const [where, env, code] of [
    [location, { ...all, RESTIC_CACERT: '' }, 'untrusted'],
    [location, { ...all, RESTIC_CACERT: certificates.client }, 'untrusted'],
    [location, { ...all, RESTIC_TLS_CLIENT_CERT: '' }, 'access-denied'],
    [location, { ...all, RESTIC_REST_PASSWORD: 'falsch' }, 'access-denied'],
    [other, all, 'access-denied'],
    [location, { ...all, RESTIC_CACERT: join(folder, 'nowhere.pem') }, 'invalid-argument'],
    [location, { ...all, RESTIC_TLS_CLIENT_CERT: certificates.authority }, 'invalid-argument'],
  ] as const) {
    const patience = { attemptsBeforeContact: 1, attempts: 1 }
    await assert.rejects(openStorage(where, { env, patience }).stat('data', id), (error) => {
      assert.ok(error instanceof RepositoryError)
      assert.equal(error.code, code, error.message)
      return !error.message.includes('geheim')
    })
  }
})

test('a server behind a unix socket', async () => {
  const { id, bytes } = file(1_000)
  const server = http.createServer((request, response) => {
    if (request.url === `/repo/data/${id}`) response.end(bytes)
    else response.writeHead(404).end()
  })
  const socket = join(folder, 'rest.sock')
  server.listen(socket)
  await once(server, 'listening')
  const storage = openStorage(parseLocation(`rest:http+unix://${socket}:/repo/`))
  assert.deepEqual(await storage.read('data', id), bytes)
  await storage[Symbol.asyncDispose]()
  server.close()
  const patience = { firstMs: 1 }
  const nobody = openStorage(parseLocation(`rest:http+unix://${folder}/nobody.sock:/`), { patience })
  await assert.rejects(nobody.stat('config', 'config'), { code: 'unreachable' })
})

function htpasswd(): string {
  const path = join(folder, 'htpasswd')
  // SHA-1 of "geheim", the form that openssl and htpasswd files share with rclone.
  writeFileSync(path, 'tenant:{SHA}kGByAB793z4R5tK1eC9Hd/4Dhzk=\n')
  return path
}
