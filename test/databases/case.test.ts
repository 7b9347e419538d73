import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { startScanners } from '../../packages/platform/src/adapters/scanners/index.ts'
import { publicPem } from '../../packages/platform/src/core/evidence/index.ts'
import { exampleEstate } from '../../packages/platform/src/doors/cli/cli.fixture.ts'
import { dropper } from '../../packages/platform/src/drill/content/dropper.ts'
import { newFolder, noPostgres, type Source, startSource } from './source-server.ts'

/** From a planted damage to a tenant's own server, through the gate of a case. Each test needs those before it. */
const skip = noPostgres
const inCase = ['--case', 'night-1'] as const

let source: Source
let room = ''
/** The tables as they were the moment before. */
let intact = ''
let damagedAt = ''

const fingerprint = `select string_agg(md5(t::text), '' order by md5(t::text)) from
  (select 'client' k, id::text, name, photo from client union all select 'note', id::text, body, null from note) t`

const at = (...names: string[]): string => join(room, ...names)

async function works(...args: string[]): Promise<string> {
  const ran = await source.operator(...args)
  assert.equal(ran.code, 0, `${args.join(' ')}: ${ran.stdout}${ran.stderr}`)
  return ran.stdout
}

async function fails(pattern: RegExp, ...args: string[]): Promise<string> {
  const ran = await source.operator(...args)
  assert.equal(ran.code, 1, ran.stdout)
  assert.match(ran.stderr, pattern)
  return ran.stderr
}

before(async () => {
  if (skip !== false) return
  source = await startSource({ archive: true, startScanner: startScanners })
  room = newFolder('case')
  source.sql('create role clerk login; create database nordwind owner clerk; create database alpenblick')
  source.sql(
    `create table client (id int primary key, name text, photo bytea);
     insert into client select g, 'Kundin ' || g, decode(repeat(md5(g::text), 8), 'hex') from generate_series(1, 400) g;
     create table note (id int primary key, body text);
     insert into note select g, repeat('Gespräch ' || g || E'\\n', 300) from generate_series(1, 30) g;
     alter table client owner to clerk; select lo_from_bytea(0, 'ein Vertrag, der als großes Objekt liegt')`,
    'nordwind',
  )
  source.sql('create table quote (id int primary key, file bytea)', 'alpenblick')
  const planted = dropper().toString('hex')
  source.sql(`insert into quote values (1, 'kurz'), (2, decode('${planted}', 'hex'))`, 'alpenblick')
  const base = source.cli('protect', 'postgres', 'base', '--cluster', 'main')
  assert.equal(base.code, 0, base.stderr)
  source.sql(`insert into client values (900, 'Nach der Sicherung', null)`, 'nordwind')
  intact = source.sql(fingerprint, 'nordwind')
  source.sql('create role helper superuser login')
  damagedAt = source.sql('select pg_current_wal_lsn()')
  source.sql(`update client set name = 'gesperrt'; drop table note`, 'nordwind')
  await source.switchLog()
})
after(async () => {
  if (skip !== false) return
  rmSync(room, { recursive: true, force: true })
  await source[Symbol.asyncDispose]()
})

const slice = (unit: string, ...args: string[]): string[] => [
  'recover',
  'postgres',
  'slice',
  '--from',
  at('main'),
  ...inCase,
  '--unit',
  unit,
  '--clean-room',
  at('clean'),
  '--quarantine',
  at('held'),
  ...args,
]
const release = (target: string, unit = 'nordwind'): string[] => [
  'recover',
  'release',
  ...inCase,
  '--unit',
  unit,
  '--clean-room',
  at('clean'),
  '--target',
  at(target),
]

test('a slice goes into a unit only from a recovery that the case knows', { skip }, async () => {
  const declare = ['case', 'declare', ...inCase, '--title', 'Datenbanken', '--estate', exampleEstate]
  await works(...declare, '--exercise', '--system', 'db1')
  const recover = ['recover', 'postgres', 'run', '--cluster', 'main', '--lsn', damagedAt]
  await works(...recover, '--into', at('loose'))
  await fails(
    /does not know the recovery[^]*postgres run --case/,
    ...slice('nordwind', '--database', 'nordwind').map((arg) => (arg === at('main') ? at('loose') : arg)),
  )
  rmSync(at('loose'), { recursive: true })
  const said = await works(...recover, '--into', at('main'), ...inCase)
  assert.match(said, /added role helper \(may do everything\)/)
})

test('a value that is not clean keeps its database back, sealed and on record', { skip }, async () => {
  const said = await fails(
    /1 value of the database is not clean, 1 infected; the first is in public\.quote\.file: .*dropper[^]*gate-closed/,
    ...slice('alpenblick', '--database', 'alpenblick'),
  )
  assert.match(said, /nothing was added to alpenblick/)
  assert.equal(readdirSync(at('held')).filter((name) => name.endsWith('.sealed')).length, 1)
  assert.ok(!existsSync(at('clean', 'alpenblick')), 'nothing lies in its clean room')
  const log = await works('evidence', 'export', ...inCase, '--to', at('bundle'))
  assert.ok(log)
  assert.match(readFileSync(at('bundle', 'entries.ndjson'), 'utf8'), /"kind":"unit\.databaseRefused"/)
})

test('the slice belongs to the unit, beside its files, and names what changed', { skip }, async () => {
  mkdirSync(at('srv/share/nordwind'), { recursive: true })
  writeFileSync(at('srv/share/nordwind/offer.txt'), 'Angebot\n'.repeat(400))
  const files = ['--repo', at('files')]
  await works('repo', 'init', ...files)
  await works('repo', 'backup', ...files, '--host', 'files1', '--as-root', room, at('srv/share'))
  const plan = ['recover', 'plan', '--estate', exampleEstate, ...inCase, '--out', at('plan.json'), ...files]
  await works(...plan)
  // In either order: here the database comes first.
  const early = await works(...slice('nordwind', '--database', 'nordwind'))
  assert.match(early, /1 changes? of roles, functions[^]*approving takes --changes [0-9a-f]{16}/)
  await works(
    'recover',
    'run',
    '--plan',
    at('plan.json'),
    '--clean-room',
    at('clean'),
    '--quarantine',
    at('held'),
    ...files,
    ...inCase,
  )
  const shown = await works('case', 'show', ...inCase)
  assert.match(shown, /nordwind +scanned +5 /)
  assert.match(
    shown,
    /nordwind +postgres\/main\/nordwind +\d+ tables, 4\d\d rows, .* 1 change of roles and code/,
  )
  // And once more on top of the restored files: another dump of the same name takes the place of the first.
  await works(...slice('nordwind', '--database', 'nordwind'))
  assert.match(await works('case', 'show', ...inCase), /nordwind +scanned +5 /)
  const folder = at('clean/nordwind/files/anlauf-databases/postgres/main/nordwind')
  const names = ['SHA256SUMS', 'manifest.json', 'nordwind.dump', 'roles.sql']
  assert.deepEqual(readdirSync(folder).toSorted(), names)
})

test('two people approve it only after they named the list of changes', { skip }, async () => {
  writeFileSync(at('proof.json'), JSON.stringify([{ path: '/srv/share', reached: false }]))
  await works('case', 'isolated', ...inCase, '--estate', exampleEstate, '--proof', at('proof.json'))
  const records = at('clean/nordwind/databases')
  const [record = ''] = readdirSync(records)
  const list = readFileSync(join(records, record, 'changes.json'))
  assert.match(list.toString(), /"name": "helper"/)
  const digest = execFileSync('sha256sum', [join(records, record, 'changes.json')], { encoding: 'utf8' })
  for (const person of ['Anna', 'Bernd']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
    writeFileSync(at(`${person}.key`), pem, { mode: 0o600 })
    writeFileSync(at(`${person}.pub`), publicPem(publicKey))
    await works(
      'case',
      'approver',
      ...inCase,
      '--person',
      person,
      '--role',
      'it',
      '--public-key',
      at(`${person}.pub`),
    )
    const approve = ['recover', 'approve', ...inCase, '--unit', 'nordwind', '--person', person]
    const signed = [...approve, '--key', at(`${person}.key`)]
    await fails(/1 database of nordwind has changes that somebody has to look at[^]*--changes/, ...signed)
    const said = await works(...signed, '--changes', digest.slice(0, 64))
    assert.match(
      said,
      /database +\d+ tables, 4\d\d rows.* postgres\/main\/nordwind; 1 change of roles and code/,
    )
  }
})

test('a dump that was changed after the approvals is not released', { skip }, async () => {
  const dump = at('clean/nordwind/files/anlauf-databases/postgres/main/nordwind/nordwind.dump')
  const bytes = readFileSync(dump)
  appendFileSync(dump, 'x')
  await fails(/nordwind\.dump is not what was scanned[^]*gate-closed/, ...release('out'))
  assert.ok(!existsSync(at('out', 'nordwind')))
  // The whole piece exchanged, its record and manifest with it: the case holds other digests.
  writeFileSync(dump, bytes)
  const records = at('clean/nordwind/databases')
  const record = join(records, readdirSync(records)[0] ?? '', 'piece.json')
  const text = readFileSync(record, 'utf8')
  writeFileSync(record, text.replace('"rows":4', '"rows":5'))
  const run = ['recover', 'run', '--plan', at('plan.json'), '--clean-room', at('clean')]
  await works(...run, '--quarantine', at('held'), '--repo', at('files'), ...inCase)
  await fails(
    /every database that was cut out for it[^]*Next: anlauf recover postgres slice /,
    ...release('out'),
  )
  writeFileSync(record, text)
  await works(...run, '--quarantine', at('held'), '--repo', at('files'), ...inCase)
  for (const person of ['Anna', 'Bernd']) {
    const [, digest = ''] =
      /"changesDigest": ?"([0-9a-f]{64})"/.exec(await works('case', 'show', ...inCase, '--json')) ?? []
    await works(
      'recover',
      'approve',
      ...inCase,
      '--unit',
      'nordwind',
      '--person',
      person,
      '--key',
      at(`${person}.key`),
      '--changes',
      digest,
    )
  }
  await works(...release('out'))
})

test('the tenant opens it on an own server with stock pg_restore, row for row', { skip }, async () => {
  const said = await works(
    'recover',
    'hand-back',
    ...inCase,
    '--unit',
    'nordwind',
    '--target',
    at('out'),
    '--as',
    'files',
    '--clean-room',
    at('clean'),
    '--plan',
    at('plan.json'),
    '--repo',
    at('files'),
    '--to',
    at('tenant'),
    '--estate',
    exampleEstate,
  )
  assert.match(said, /nordwind is handed back: 5 files/)
  const receipt = at('tenant/nordwind/receipt')
  const german = readFileSync(join(receipt, 'receipt.de.txt'), 'utf8')
  assert.match(german, /Datenbank nordwind: 4\d\d Zeilen in \d+ Tabellen/)
  assert.match(
    german,
    /createdb nordwind\n +psql -d nordwind -f roles\.sql\n +pg_restore --no-tablespaces -d nordwind nordwind\.dump/,
  )
  assert.match(readFileSync(join(receipt, 'receipt.en.txt'), 'utf8'), /How to open your database/)
  execFileSync('sh', ['verify.sh'], { cwd: receipt })
  const folder = at('tenant/nordwind/files/anlauf-databases/postgres/main/nordwind')
  assert.ok(!readFileSync(join(folder, 'manifest.json'), 'utf8').includes('helper'), 'others’ names stay')
  const fresh = await startSource()
  try {
    fresh.sql('create database nordwind')
    fresh.sql(readFileSync(join(folder, 'roles.sql'), 'utf8'), 'nordwind')
    const load = ['--exit-on-error', '--no-tablespaces', '-d', 'nordwind', join(folder, 'nordwind.dump')]
    const restored = fresh.program('pg_restore', ...load)
    assert.equal(restored.code, 0, restored.stderr)
    assert.equal(fresh.sql(fingerprint, 'nordwind'), intact)
    assert.equal(
      fresh.sql(`select convert_from(lo_get(oid), 'UTF8') from pg_largeobject_metadata`, 'nordwind'),
      'ein Vertrag, der als großes Objekt liegt',
    )
  } finally {
    await fresh[Symbol.asyncDispose]()
  }
})

test('a unit that has a database only goes the same way, as an archive', { skip }, async () => {
  const pieces = ['--database', 'alpenblick', '--schema', 'own']
  await fails(/postgres-failed/, ...slice('hafenkontor', ...pieces))
  await works(...slice('hafenkontor', '--database', 'postgres'))
  const [, digest = ''] =
    /postgres\/main\/postgres[^\n]*list ([0-9a-f]{16})/.exec(await works('case', 'show', ...inCase)) ?? []
  for (const person of ['Anna', 'Bernd']) {
    const approve = ['recover', 'approve', ...inCase, '--unit', 'hafenkontor', '--person', person]
    await works(...approve, '--key', at(`${person}.key`), '--changes', digest)
  }
  await works(...release('out', 'hafenkontor'))
  await works(
    'recover',
    'hand-back',
    ...inCase,
    '--unit',
    'hafenkontor',
    '--target',
    at('out'),
    '--as',
    'tar',
    '--clean-room',
    at('clean'),
    '--repo',
    at('files'),
    '--to',
    at('tenant'),
    '--estate',
    exampleEstate,
  )
  await works(
    'recover',
    'hand-back',
    ...inCase,
    '--unit',
    'hafenkontor',
    '--target',
    at('out'),
    '--as',
    'repository',
    '--new-password-file',
    at('password'),
    '--clean-room',
    at('clean'),
    '--repo',
    at('files'),
    '--to',
    at('tenant-2'),
    '--estate',
    exampleEstate,
  )
  const english = readFileSync(at('tenant-2/hafenkontor/receipt/receipt.en.txt'), 'utf8')
  assert.match(english, /cd restored\/postgres\/main\/postgres\n +createdb restored\n/)
  const listed = execFileSync('tar', ['-tf', at('tenant/hafenkontor/files.tar')], { encoding: 'utf8' })
  assert.match(listed, /^files\/anlauf-databases\/postgres\/main\/postgres\/postgres\.dump$/m)
})
