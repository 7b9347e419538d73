import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { startScanners } from '../../packages/platform/src/adapters/scanners/index.ts'
import { publicPem } from '../../packages/platform/src/core/evidence/index.ts'
import { exampleEstate } from '../../packages/platform/src/doors/cli/cli.fixture.ts'
import { dropper } from '../../packages/platform/src/drill/content/dropper.ts'
import { type MariadbSource, noMariadb, startMariadb } from './mariadb-server.ts'

/** From a dump to a tenant's own server, through the gate of a case. Each test needs those before it. */
const skip = noMariadb
const inCase = ['--case', 'night-1'] as const
const fingerprint = (schema: string): string =>
  `select sha2(group_concat(concat_ws('|', id, name, hex(photo), note) order by id), 256) from \`${schema}\`.client`

let source: MariadbSource
let intact = ''
let cleanDump = ''
const at = (...names: string[]): string => join(source.folder, ...names)

async function works(...args: string[]): Promise<string> {
  const ran = await source.cli.run(...args)
  assert.equal(ran.exitCode || 0, 0, `${args.join(' ')}: ${ran.stdout}${ran.stderr}`)
  return ran.stdout
}

async function fails(pattern: RegExp, ...args: string[]): Promise<string> {
  const ran = await source.cli.run(...args)
  assert.equal(ran.exitCode, 1, ran.stdout)
  assert.match(ran.stderr, pattern)
  return ran.stderr
}

before(async () => {
  if (skip !== false) return
  source = await startMariadb({ startScanner: startScanners })
  source.sql(`set names utf8mb4; create user clerk@'%' identified by 'secret';
    create database nordwind character set utf8mb4; use nordwind;
    create table client (id int primary key, name varchar(60), photo longblob, note text);
    insert into client select seq, concat('Kundin ', seq), unhex(repeat(md5(seq), 60)), repeat('Gespräch\\n', 40) from seq_1_to_300;
    create definer=clerk@'%' view busy as select name from client;
    create definer=clerk@'%' procedure tidy() delete from client where id < 0;
    create database alpenblick; create table alpenblick.quote (id int primary key, file longblob);
    insert into alpenblick.quote values (1, 'kurz'), (2, x'${dropper().toString('hex')}')`)
  await source.dump()
  cleanDump = await source.newest()
  source.sql(`use nordwind; create user helper@'%' identified by 'x'; grant all on *.* to helper@'%' with grant option;
    create event back on schedule every 1 hour do insert into client values (rand() * 1e6, 'zurück', null, null);
    set global init_connect = 'set @x = 1'`)
  intact = source.sql(`set group_concat_max_len = 1000000000; ${fingerprint('nordwind')}`)
  await source.dump()
})
after(async () => {
  if (skip === false) await source[Symbol.asyncDispose]()
})

const slice = (unit: string, schema: string): string[] => [
  'recover',
  'mariadb',
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
  '--schema',
  schema,
]
const release = (target: string): string[] => [
  'recover',
  'release',
  ...inCase,
  '--unit',
  'nordwind',
  '--clean-room',
  at('clean'),
  '--target',
  at(target),
]

test('what was planted between two dumps is listed, the gravest first', { skip }, async () => {
  const said = await works('recover', 'mariadb', 'changes', '--server', 'web', '--clean', cleanDump)
  assert.match(said, /added rights 'helper'@'%' on everything \(may do everything\)/)
  assert.match(said, /added user helper@% \(somebody can sign in\)/)
  assert.match(said, /added event back in nordwind \(runs by itself; acts with all rights, as root\)/)
  assert.match(said, /changed setting init_connect \(changes what the server loads/)
  assert.ok(!said.includes('clerk'), 'what was there before is not')
})

test('a schema is handed over outside of a case, and stock mariadb opens it', { skip }, async () => {
  const declare = ['case', 'declare', ...inCase, '--title', 'Datenbanken', '--estate', exampleEstate]
  await works(...declare, '--exercise', '--system', 'db1')
  const recover = ['recover', 'mariadb', 'run', '--server', 'web', '--latest', '--clean', cleanDump]
  await works(...recover, '--into', at('loose'))
  const away = [
    'recover',
    'mariadb',
    'slice',
    '--from',
    at('loose'),
    '--schema',
    'nordwind',
    '--out',
    at('hand'),
  ]
  assert.match(await works(...away), /act in the name of clerk@%/)
  assert.deepEqual(readdirSync(at('hand')).toSorted(), [
    '.lock',
    'SHA256SUMS',
    'manifest.json',
    'nordwind.sql',
  ])
  execFileSync('sha256sum', ['--check', '--quiet', 'SHA256SUMS'], { cwd: at('hand') })
  source.sql(`create database back; use back; ${readFileSync(at('hand', 'nordwind.sql'), 'utf8')}`)
  assert.equal(source.sql(`set group_concat_max_len = 1000000000; ${fingerprint('back')}`), intact)
  assert.equal(
    source.sql(`select definer from information_schema.views where table_schema = 'back'`),
    'clerk@%',
  )
  await fails(/handed over already[^]*unsafe-target/, ...away)
  await fails(
    /does not know the recovery[^]*mariadb run --case/,
    ...slice('nordwind', 'nordwind').map((arg) => (arg === at('main') ? at('loose') : arg)),
  )
  const said = await works(...recover, '--into', at('main'), ...inCase)
  assert.match(said, /added event back in nordwind/)
})

test('a value that is not clean keeps its schema back, sealed and on record', { skip }, async () => {
  await fails(
    /1 value of the database is not clean, 1 infected; the first is in alpenblick\.quote\.file: .*dropper[^]*gate-closed/,
    ...slice('alpenblick', 'alpenblick'),
  )
  assert.equal(readdirSync(at('held')).filter((name) => name.endsWith('.sealed')).length, 1)
  assert.ok(!existsSync(at('clean', 'alpenblick')), 'nothing lies in its clean room')
})

test('through scan, two approvals and the gate to the tenant, row for row', { skip }, async () => {
  const said = await works(...slice('nordwind', 'nordwind'))
  assert.match(said, /changes? of roles, functions[^]*approving takes --changes [0-9a-f]{16}/)
  writeFileSync(at('proof.json'), JSON.stringify([{ path: '/srv/share', reached: false }]))
  await works('case', 'isolated', ...inCase, '--estate', exampleEstate, '--proof', at('proof.json'))
  const [, digest = ''] =
    /"changesDigest": ?"([0-9a-f]{64})"/.exec(await works('case', 'show', ...inCase, '--json')) ?? []
  for (const person of ['Anna', 'Bernd']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    writeFileSync(at(`${person}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
    writeFileSync(at(`${person}.pub`), publicPem(publicKey))
    const known = ['case', 'approver', ...inCase, '--person', person, '--role', 'it']
    await works(...known, '--public-key', at(`${person}.pub`))
    const sign = ['recover', 'approve', ...inCase, '--unit', 'nordwind', '--person', person]
    await fails(/has changes that somebody has to look at/, ...sign, '--key', at(`${person}.key`))
    await works(...sign, '--key', at(`${person}.key`), '--changes', digest)
  }
  const dump = at('clean/nordwind/files/anlauf-databases/mariadb/web/nordwind/nordwind.sql')
  const bytes = readFileSync(dump)
  appendFileSync(dump, '-- changed after the approvals\n')
  await fails(/nordwind\.sql is not what was scanned[^]*gate-closed/, ...release('out'))
  writeFileSync(dump, bytes)
  await works(...release('out'))
  mkdirSync(at('empty'))
  const handBack = [
    'recover',
    'hand-back',
    ...inCase,
    '--unit',
    'nordwind',
    '--target',
    at('out'),
    '--as',
    'files',
  ]
  await works(...handBack, '--clean-room', at('clean'), '--to', at('tenant'), '--estate', exampleEstate)
  const german = readFileSync(at('tenant/nordwind/receipt/receipt.de.txt'), 'utf8')
  assert.match(german, /Datenbank nordwind: 300 Zeilen in 1 Tabelle/)
  assert.match(german, /mariadb nordwind < nordwind\.sql/)
  const file = at('tenant/nordwind/files/anlauf-databases/mariadb/web/nordwind/nordwind.sql')
  source.sql(`create database again; use again; ${readFileSync(file, 'utf8')}`)
  assert.equal(source.sql(`set group_concat_max_len = 1000000000; ${fingerprint('again')}`), intact)
})
