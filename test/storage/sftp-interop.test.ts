import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { openStorage, parseExtendedOptions, parseLocation, RepositoryError } from '@anlauf/repository'

import { file } from '../../packages/repository/src/storage/conformance.fixture.ts'
import { needProgram } from '../debian.ts'
import { bothWaysThrough } from './over-network.ts'
import { type SshServer, startSshd } from './ssh-server.ts'

const skip =
  needProgram('sshd', 'openssh-server') ||
  needProgram('ssh', 'openssh-client') ||
  needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-sftp-interop-'))
const servers: SshServer[] = []
after(async () => {
  for (const server of servers) await server.crash()
  rmSync(folder, { recursive: true, force: true })
})

async function start(name: string, options: Parameters<typeof startSshd>[1] = {}): Promise<SshServer> {
  const server = await startSshd(join(folder, name), options)
  servers.push(server)
  return server
}

function locationOf(server: SshServer, path: string): string {
  return `sftp://${server.user}@127.0.0.1:${server.port}/${path}`
}

let places = 0
async function openSftp() {
  places += 1
  const server = await start(`server-${places}`)
  const path = join(folder, `repository-${places}`)
  return {
    location: locationOf(server, path),
    options: [`sftp.args=${server.clientArguments}`],
    // The restic of Debian 12 knows only whole commands.
    resticFlags: [
      '-o',
      `sftp.command=ssh ${server.clientArguments} -p ${server.port} ${server.user}@127.0.0.1 -s sftp`,
    ],
    env: process.env,
    async crash() {
      await server.crash()
      return { comeBack: () => server.start() }
    },
  }
}

bothWaysThrough('sftp', openSftp, { skip })

/** One try, so that refusals come at once. */
const hurried = { attempts: 1, attemptsBeforeContact: 1 }

function open(
  server: SshServer,
  path: string,
  more: { args?: string; patience?: object; signal?: AbortSignal } = {},
) {
  return openStorage(parseLocation(locationOf(server, path)), {
    patience: more.patience ?? hurried,
    extended: parseExtendedOptions([`sftp.args=${more.args ?? server.clientArguments}`]),
    signal: more.signal,
  })
}

test('who stands there and who we are is settled by ssh, and said in words', { skip }, async () => {
  const server = await start('doors')
  const known = `-oUserKnownHostsFile=${join(folder, 'doors', 'known')}`
  const nobodyKnown = `-F /dev/null -i ${join(folder, 'doors', 'client')} -oUserKnownHostsFile=/dev/null`
  const stranger = `-F /dev/null -i ${join(folder, 'doors', 'stranger')} -oIdentitiesOnly=yes ${known}`
  const without = await start('no-sftp', { subsystem: '/bin/false' })
  for (const [place, args, code] of [
    [server, nobodyKnown, 'untrusted'],
    [server, stranger, 'access-denied'],
    [server, `${server.clientArguments} -oKexAlgorithms=nonsense`, 'unreachable'],
    [without, without.clientArguments, 'unreachable'],
  ] as const) {
    await assert.rejects(open(place, '/nowhere', { args }).stat('config', 'config'), (error) => {
      assert.ok(error instanceof RepositoryError)
      assert.equal(error.code, code, error.message)
      return error.hint.length > 20
    })
  }
  await server.crash()
  await assert.rejects(open(server, '/nowhere').stat('config', 'config'), {
    code: 'unreachable',
    message: /nothing listens there/,
  })
})

test('a server that only lets read says so; its files are read', { skip }, async () => {
  const path = join(folder, 'read-only')
  const { id, bytes } = file(300_000)
  const writable = await start('writable')
  await open(writable, path).write('data', id, bytes)
  const server = await start('reader', { subsystem: 'internal-sftp -R' })
  const storage = open(server, path)
  assert.deepEqual(await storage.read('data', id), bytes)
  const other = file(10)
  await assert.rejects(storage.write('data', other.id, other.bytes), { code: 'access-denied' })
  await assert.rejects(storage.remove('data', id), { code: 'access-denied' })
})

test('a server without extensions gets smaller pieces and works', { skip }, async () => {
  const path = join(folder, 'plain')
  const denied = 'internal-sftp -P limits,fsync,statvfs,posix-rename,hardlink'
  const storage = open(await start('plain-server', { subsystem: denied }), path)
  const { id, bytes } = file(3_000_000)
  await storage.write('data', id, bytes)
  assert.deepEqual(await storage.read('data', id), bytes)
  await assert.rejects(storage.write('data', id, bytes), { code: 'write-failed', message: /exists/ })
})

test('a full disk is told apart, leaves no half file, and works again with space', { skip }, async (t) => {
  const small = join(folder, 'small disk')
  mkdirSync(small)
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', small])
  if (mounted.status !== 0) return t.skip('a small disk needs root: mount -t tmpfs failed')
  t.after(() => spawnSync('umount', [small]))
  const storage = open(await start('small-server'), join(small, 'repository').replaceAll(' ', '%20'))
  const { id, bytes } = file(9_000_000)
  await assert.rejects(storage.write('data', id, bytes), { code: 'no-space', retry: 'later' })
  const folders = readdirSync(join(small, 'repository', 'data', id.slice(0, 2)))
  assert.deepEqual(folders, [])
  assert.equal(spawnSync('mount', ['-o', 'remount,size=32m', small]).status, 0)
  await storage.write('data', id, bytes)
  assert.deepEqual(await storage.stat('data', id), { size: 9_000_000 })
})

test('a connection that breaks leaves no temporary file once it is back', { skip }, async () => {
  const server = await start('broken')
  const path = join(folder, 'broken-repository')
  let broken: Promise<void> | undefined
  const storage = open(server, path, {
    // Slow enough to be hit in the middle.
    args: `${server.clientArguments} -oCompression=yes`,
    patience: { firstMs: 300, longestMs: 300 },
  })
  const { id, bytes } = file(60_000_000)
  const folderOfPack = join(path, 'data', id.slice(0, 2))
  const writing = storage.write('data', id, bytes)
  const watch = setInterval(() => {
    if (broken === undefined && temporarySize(folderOfPack) > 1_000_000) {
      broken = server.crash().then(() => server.start())
    }
  }, 5)
  await writing
  clearInterval(watch)
  assert.ok(broken, 'the connection was broken in the middle')
  await broken
  assert.deepEqual(readdirSync(folderOfPack), [id])
  assert.deepEqual(await storage.read('data', id), bytes)
})

function temporarySize(folderOfPack: string): number {
  try {
    return Math.max(0, ...readdirSync(folderOfPack).map((name) => statSync(join(folderOfPack, name)).size))
  } catch {
    return 0
  }
}

test('the password of the repository is not handed to ssh', { skip }, async () => {
  const server = await start('environment', { lines: ['AcceptEnv *'] })
  const env = { ...process.env, RESTIC_PASSWORD: 'geheim', AWS_SECRET_ACCESS_KEY: 'geheim' }
  const seen = join(folder, 'seen')
  const command = `sh -c 'env > "${seen}"; exec ssh ${server.clientArguments} -p ${server.port} ${server.user}@127.0.0.1 -s sftp'`
  const storage = openStorage(parseLocation(locationOf(server, '/nowhere')), {
    env,
    extended: parseExtendedOptions([`sftp.command=${command}`]),
  })
  assert.equal(await storage.stat('config', 'config'), undefined)
  const environment = spawnSync('cat', [seen], { encoding: 'utf8' }).stdout
  assert.match(environment, /^PATH=/m)
  assert.doesNotMatch(environment, /geheim/)
})
