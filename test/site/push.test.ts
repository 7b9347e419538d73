import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { type Bundle, checkCopy, openHost } from '../../packages/platform/src/adapters/site-hosts/index.ts'
import { folderTree } from '../../packages/platform/src/adapters/site-hosts/folder-tree.ts'
import { releaseHost } from '../../packages/platform/src/adapters/site-hosts/release-host.ts'
import { publicHalf } from '../../packages/platform/src/core/publication/index.ts'
import { exampleEstate, moments } from '../../packages/platform/src/phases/inform/case.fixture.ts'
import { bundleSite, writeSite } from '../../packages/platform/src/phases/inform/index.ts'
import { needProgram } from '../debian.ts'
import { type BackgroundProgram, startProgram } from '../storage/background-program.ts'
import { accessKey, secretKey } from '../storage/s3-double/check-signature.ts'
import { type SshServer, startSshd } from '../storage/ssh-server.ts'

const skipSsh = needProgram('sshd', 'openssh-server') || needProgram('ssh', 'openssh-client')
const work = mkdtempSync(join(tmpdir(), 'anlauf-push-'))
after(() => rmSync(work, { recursive: true, force: true }))
const { privateKey: key } = generateKeyPairSync('ed25519')
const { fingerprint: pinned } = publicHalf(key)
const env = {
  ...process.env,
  AWS_ACCESS_KEY_ID: accessKey,
  AWS_SECRET_ACCESS_KEY: secretKey,
  AWS_DEFAULT_REGION: '',
}

let ssh: SshServer
let s3: BackgroundProgram
before(async () => {
  if (skipSsh === false) ssh = await startSshd(join(work, 'sshd'))
  const double = fileURLToPath(new URL('../storage/s3-double/serve.ts', import.meta.url))
  s3 = await startProgram(process.execPath, [double], { ready: /S3 double at (http:\S+)/ })
})
after(async () => {
  await ssh?.stop()
  await s3.stop()
})

/** Two editions that differ in most files; the second has pages that the first has not. */
function edition(sequence: number, name: keyof typeof moments = 'partlyReleased'): Bundle {
  const played = moments[name]()
  const now = new Date()
  return bundleSite(played.desk, exampleEstate, {
    now,
    sequence,
    validUntil: new Date(now.getTime() + 3_600_000),
    previous: undefined,
    log: undefined,
    key,
    statements: [],
  })
}
const one = edition(1, 'contained')
const two = edition(2)

let places = 0
interface Place {
  readonly to: string
  readonly options?: readonly string[]
}
const kinds: Readonly<Record<string, () => Place>> = {
  folder: () => ({ to: join(work, `place-${(places += 1)}`) }),
  SFTP: () => ({
    to: `sftp://${ssh.user}@127.0.0.1:${ssh.port}/${join(work, `place-${(places += 1)}`)}`,
    options: [`sftp.args=${ssh.clientArguments}`],
  }),
  S3: () => ({ to: `s3:${s3.said[1]}/plain/place-${(places += 1)}` }),
}

async function problemsAt(place: Place): Promise<{ sequence: number; kinds: readonly string[] }> {
  await using host = openHost(place, env)
  const { manifest, problems } = await checkCopy(host.copy, { pinned, now: new Date() })
  return { sequence: manifest.sequence, kinds: [...new Set(problems.map(({ kind }) => kind))] }
}

async function push(place: Place, bundle: Bundle, isDryRun = false) {
  await using host = openHost(place, env)
  return await host.push(bundle, { isDryRun })
}

for (const [kind, newPlace] of Object.entries(kinds)) {
  const skip = kind === 'SFTP' ? skipSsh : false

  test(
    `${kind}: an edition is shown whole, the next replaces it, nothing of the old stays, none goes back`,
    { skip },
    async () => {
      const place = newPlace()
      const dry = await push(place, one, true)
      assert.ok(dry.written > 40)
      await assert.rejects(problemsAt(place), { code: 'not-found' }, 'a dry run writes nothing')
      assert.equal((await push(place, one)).before, undefined)
      assert.deepEqual(await problemsAt(place), { sequence: 1, kinds: [] })
      assert.equal((await push(place, two)).before, 1)
      assert.deepEqual(await problemsAt(place), { sequence: 2, kinds: [] })
      await assert.rejects(push(place, one), { code: 'unsafe-target', hint: /--after 2/ })
      assert.deepEqual(await problemsAt(place), { sequence: 2, kinds: [] })
      const again = await push(place, two)
      assert.ok(again.written <= 5, `only seals are written again, not ${again.written} files`)
      assert.deepEqual(await problemsAt(place), { sequence: 2, kinds: [] })
    },
  )

  test(
    `${kind}: killed at any moment, what is shown is never a mix that looks whole; the next push ends it`,
    { skip },
    async () => {
      const place = newPlace()
      await push(place, one)
      const from = join(work, `from-${kind}`)
      writeSite(from, two.files)
      const order = join(work, `order-${kind}.json`)
      writeFileSync(order, JSON.stringify({ from, ...place }))
      const seen = new Set<string>()
      for (let round = 0; round < 6; round += 1) {
        const child = spawn(
          process.execPath,
          [fileURLToPath(new URL('push-child.ts', import.meta.url)), order],
          {
            env,
            stdio: ['ignore', 'pipe', 'inherit'],
          },
        )
        const ended = once(child, 'exit')
        await once(child.stdout, 'data')
        await sleep(Math.random() * (kind === 'folder' ? 150 : 700))
        child.kill('SIGKILL')
        await ended
        const { sequence, kinds: found } = await problemsAt(place)
        seen.add(`${sequence} ${found.join()}`)
        if (kind === 'S3')
          assert.ok(found.length === 0 || (found.length === 1 && found[0] === 'mixed'), found.join())
        else assert.deepEqual(found, [], `round ${round}`)
      }
      await push(place, two)
      assert.deepEqual(await problemsAt(place), { sequence: 2, kinds: [] }, [...seen].join('; '))
    },
  )
}

test('folder: what is shown is a link that was moved; two editions stay beside it, no piece of an upload', async () => {
  const place = kinds['folder']?.() ?? { to: '' }
  for (let n = 1; n <= 5; n += 1) await push(place, edition(n, 'declared'))
  assert.match(readlinkSync(join(place.to, 'current')), /^releases\/5-[0-9a-f]{16}$/)
  assert.deepEqual(
    readdirSync(join(place.to, 'releases')).map((name) => name.split('-')[0]),
    ['3', '4', '5'],
  )
  assert.deepEqual(readdirSync(place.to).toSorted(), ['current', 'releases'])
})

test('folder: a disk that gives back other bytes is noticed before anybody sees them', async () => {
  const place = kinds['folder']?.() ?? { to: '' }
  await push(place, one)
  const sound = folderTree(place.to)
  const faulty = {
    ...sound,
    async read(path: string, most: number) {
      const bytes = await sound.read(path, most)
      const isHit = path.startsWith('releases/2-') && path.endsWith('meldungen/2.html')
      return isHit && bytes instanceof Uint8Array ? Buffer.alloc(bytes.length, 'x') : bytes
    },
  }
  await using host = releaseHost(place.to, faulty, async () => {})
  await assert.rejects(host.push(two, {}), { code: 'write-failed', message: /meldungen\/2\.html/ })
  assert.deepEqual(await problemsAt(place), { sequence: 1, kinds: [] })
  assert.deepEqual(readdirSync(join(place.to, 'releases')).length, 1, 'nothing of it stays')
  await push(place, two)
  assert.deepEqual(await problemsAt(place), { sequence: 2, kinds: [] })
})

test('folder: an edition that somebody changed where it lies is written anew beside it, without a moment of nothing', async () => {
  const place = kinds['folder']?.() ?? { to: '' }
  await push(place, two)
  const shown = readlinkSync(join(place.to, 'current'))
  writeFileSync(join(place.to, 'current', 'index.html'), 'All is well.')
  writeFileSync(join(place.to, 'current', 'more.html'), 'Pay here.')
  assert.deepEqual((await problemsAt(place)).kinds, ['changed-file', 'extra-file'])
  await push(place, two)
  assert.deepEqual(await problemsAt(place), { sequence: 2, kinds: [] })
  assert.notEqual(readlinkSync(join(place.to, 'current')), shown)
})

test('folder: a "current" that is no link of ours is left alone', async () => {
  const place = kinds['folder']?.() ?? { to: '' }
  mkdirSync(join(place.to, 'current'), { recursive: true })
  writeFileSync(join(place.to, 'current', 'thesis.txt'), 'years of work')
  await assert.rejects(push(place, one))
  assert.equal(readFileSync(join(place.to, 'current', 'thesis.txt'), 'utf8'), 'years of work')
})

test('S3: between the two editions a reader hears that it is a mix, and after a changed byte that it is false', async () => {
  const nextSeals = ['bundle.json', 'bundle.json.sig', 'bundle.note', 'SHA256SUMS', 'SHA256SUMS.sig']
  const files = new Map<string, Uint8Array>(one.files)
  for (const name of nextSeals) files.set(`next/${name}`, two.files.get(name) ?? Buffer.of())
  const changed = [...two.manifest.files.keys()].filter((path) => one.files.has(path)).slice(0, 5)
  for (const path of changed) files.set(path, two.files.get(path) ?? Buffer.of())
  const copy = { place: 'a mix', read: async (path: string) => files.get(path) }
  const kindsOf = async (): Promise<readonly string[]> =>
    (await checkCopy(copy, { pinned, now: new Date() })).problems.map(({ kind }) => kind)
  assert.deepEqual(await kindsOf(), ['mixed'])
  files.set('index.html', Buffer.from('All is well.'))
  assert.ok((await kindsOf()).includes('changed-file'))
})

test('S3: what an edition no longer has is gone from the bucket', async () => {
  const place = kinds['S3']?.() ?? { to: '' }
  await push(place, two)
  await push(place, edition(3, 'declared'))
  await using host = openHost(place, env)
  for (const path of ['meldungen/5.html', 'next/bundle.json']) {
    assert.equal(await host.copy.read(path, 1e6), undefined, path)
  }
  assert.ok(await host.copy.read('meldungen/1.html', 1e6))
})
