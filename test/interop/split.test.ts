import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'

import { initRepository, localStorage, openRepository, type Repository, walkTree } from '@anlauf/repository'

import { exampleEstate } from '../../packages/platform/src/doors/cli/cli.fixture.ts'
import { type Estate, parseEstate, tenantOf } from '../../packages/platform/src/core/estate/index.ts'
import { cheapCost } from '../../packages/repository/src/small-repository.fixture.ts'
import { needProgram } from '../debian.ts'
import { folderPicture } from './folder-picture.ts'
import { repositoryCli } from './repository-cli.ts'
import { seededRandom } from './seeded-random.ts'
import { password, resticWith } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const cli = repositoryCli(password)
after(() => cli[Symbol.asyncDispose]())
const shared = cli.env['RESTIC_REPOSITORY'] ?? ''
const own = cli.at('nordwind’s')
const customer = 'what only the customer knows'
const random = seededRandom(7)
const truths: { folder: string; picture: string[] }[] = []

/** Where the example estate keeps whose data. */
const tenants = ['nordwind', 'alpenblick', 'hafenkontor', 'lindenhof']
const roots = [
  { host: 'files1', folder: 'srv/share', name: (slug: string) => slug },
  { host: 'files1', folder: 'srv/documents', name: (slug: string) => slug },
  { host: 'mbox1', folder: 'srv/mail', name: (slug: string) => `${slug}.example` },
  { host: 'db1', folder: 'srv/databases', name: (slug: string) => slug },
]

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

before(async () => {
  await initRepository(localStorage(shared), { password, kdf: cheapCost })
  for (const day of [1, 2]) {
    for (const { host, folder, name } of roots) {
      for (const slug of tenants) {
        const place = cli.at(host, folder, name(slug))
        write(join(place, 'same for all.txt'), 'the same text for everybody')
        write(join(place, `${slug} plan.txt`), `plan of ${slug} on day ${day}`)
        write(join(place, 'inner', 'large'), random.bytes(1_500_000))
      }
      write(cli.at(host, folder, 'index of all customers.txt'), tenants.join(', '))
    }
    for (const host of ['files1', 'mbox1', 'db1']) {
      const flags = [
        '--host',
        host,
        '--as-root',
        cli.at(host),
        '--tag',
        'nightly,alpenblick',
        '--exclude',
        '/srv/share/lindenhof/cache',
      ]
      await cli.json(['repo', 'backup', ...flags, '--time', `2026-11-0${day}T02:00:00Z`, cli.at(host, 'srv')])
    }
  }
  for (const { host, folder, name } of roots) {
    const place = cli.at(host, folder, name('nordwind'))
    truths.push({ folder: join('/', folder, name('nordwind')), picture: folderPicture(place) })
  }
})

const split = (...more: string[]) => [
  'repo',
  'split',
  '--estate',
  exampleEstate,
  '--tenant',
  'nordwind',
  '--to',
  own,
  ...more,
]

test('one command makes the tenant’s own repository; a second run adds nothing', async () => {
  write(cli.at('new password'), `${customer}\n`)
  const preview = await cli.json<{ split: object[]; blobs: number }>(split('--dry-run'))
  const done = await cli.json<{ split: object[]; without: string[]; blobs: number }>(
    split('--new-password-file', cli.at('new password')),
  )
  assert.deepEqual([done.split.length, done.without.length], [6, 0])
  assert.deepEqual([preview.split.length, preview.blobs], [6, done.blobs])
  cli.env['RESTIC_NEW_PASSWORD'] = customer
  const again = await cli.json<{ split: object[]; skipped: object[] }>(split())
  assert.deepEqual([again.split.length, again.skipped.length], [0, 6])
})

test('stock restic checks and restores it with the tenant’s password only', { skip }, () => {
  assert.match(resticWith(customer, own, 'check', '--read-data'), /no errors were found/)
  assert.throws(() => resticWith(password, own, 'snapshots'), /wrong password/)
  const target = cli.at('restored')
  for (const host of ['files1', 'mbox1', 'db1'])
    resticWith(customer, own, 'restore', 'latest', '--host', host, '--target', target)
  for (const { folder, picture } of truths)
    assert.deepEqual(folderPicture(join(target, folder)), picture, folder)
  const all = folderPicture(target).map((line) => Buffer.from(line.split(' ')[1] ?? '', 'hex').toString())
  for (const word of ['alpenblick', 'hafenkontor', 'lindenhof', 'customers'])
    assert.deepEqual(
      all.filter((path) => path.includes(word)),
      [],
    )
})

test('no blob in it is another’s, no tree names others, and no snapshot speaks of them', async () => {
  const parsed = parseEstate(readFileSync(exampleEstate, 'utf8'), exampleEstate)
  assert.ok('estate' in parsed)
  const source = await openRepository(localStorage(shared), { password })
  const { mine, others } = await contentOf(source, parsed.estate)
  assert.ok(mine.size > 10 && others.size > 10)

  const theirs = await openRepository(localStorage(own), { password: customer })
  const index = await theirs.loadIndex()
  const data = new Set<string>()
  for (const pack of index.packs()) {
    for (const { id, type } of index.blobsOf(pack)) {
      const plain = (await theirs.readBlob(id, type)).toString('latin1')
      assert.doesNotMatch(plain, /alpenblick|hafenkontor|lindenhof|customers/)
      if (type === 'data') data.add(id)
    }
  }
  assert.deepEqual(data, mine)
  const foreign = [...others].filter((id) => !mine.has(id))
  assert.ok(foreign.length > 10)
  for (const id of foreign) assert.equal(index.has(id as never), false)
  for (const snapshot of await theirs.listSnapshots()) {
    assert.doesNotMatch(JSON.stringify(snapshot), /alpenblick|hafenkontor|lindenhof/)
    assert.deepEqual([snapshot.paths, snapshot.tags], [['/srv'], ['nightly', 'tenant:nordwind']])
  }
})

/** The data blobs of the tenant and of everybody else, by the estate's own rule. */
async function contentOf(
  repository: Repository,
  estate: Estate,
): Promise<{ mine: Set<string>; others: Set<string> }> {
  const [mine, others] = [new Set<string>(), new Set<string>()]
  for (const { hostname: host = '', tree } of await repository.listSnapshots()) {
    for await (const { path, node } of walkTree(repository, tree)) {
      const owner = tenantOf(estate, { host, path })?.tenant
      for (const id of node.content ?? []) (owner === 'nordwind' ? mine : others).add(id)
    }
  }
  return { mine, others }
}

test('what cannot be right is refused before anything is written', async () => {
  const refusals: [string[], RegExp][] = [
    [['--tenant', 'nobody'], /knows no tenant "nobody"[^]*There are: nordwind/],
    [['--to', shared], /opens none of|key of the source/],
    [['--tenant', 'alpenblick'], /is not marked "tenant:alpenblick"/],
  ]
  for (const [flags, message] of refusals) {
    const wanted = split()
    for (let at = 0; at < flags.length; at += 2)
      wanted[wanted.indexOf(flags[at] ?? '') + 1] = flags[at + 1] ?? ''
    const { exitCode, stderr } = await cli.run(...wanted)
    assert.equal(exitCode, 1)
    assert.match(stderr, message)
  }
  delete cli.env['RESTIC_NEW_PASSWORD']
  assert.match((await cli.run(...split())).stderr, /No new password given/)
})
