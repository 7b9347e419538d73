import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { newFolder, noPostgres, type Source, startSource } from './source-server.ts'

/** Two tenants in shared tables, one with a schema of its own, and rows that nobody can deal out. */
const pooled = `
create schema acme; create table acme.notes (id int primary key, body text);
insert into acme.notes values (1, 'only theirs');
create table country (code text primary key, name text);
insert into country values ('de', 'Deutschland'), ('at', 'Österreich'), ('ch', 'Schweiz');
create table tenant (id int primary key, name text, country text references country);
insert into tenant values (1, 'Nordwind', 'de'), (2, 'Alpenblick', 'at');
create table client (id int primary key, tenant_id int references tenant, name text);
insert into client select g, 1 + g % 2, 'client ' || g from generate_series(1, 200) g;
insert into client values (900, null, 'whose?');
create table invoice (id int primary key, client_id int references client, corrects int references invoice, total numeric);
insert into invoice select g, 1 + g % 200, case when g > 200 then g - 200 end, g from generate_series(1, 1000) g;
insert into invoice values (2000, 900, null, 5);
create table transfer (id int primary key, from_client int references client, to_client int references client);
insert into transfer values (1, 1, 3), (2, 2, 4), (3, 1, 2);
create table "odd ""name" ("tenant_id" text, "a b" text); insert into "odd ""name" values ('1', 'x'), ('2', 'y');
create table far (id int primary key) tablespace elsewhere; insert into far select generate_series(1, 50);
create table loose (id int primary key, what text); insert into loose values (1, 'of nobody');
create function shout() returns trigger language plpgsql as 'begin new.name := upper(new.name); return new; end';
create trigger shout before insert on client for each row execute function shout();
create materialized view totals as select client_id, sum(total) from invoice group by 1;
create view busy as select * from client;
create sequence numbers; select nextval('numbers') from generate_series(1, 7);
select lo_from_bytea(0, 'a large object');
`

let source: Source
let recovered = ''
let out = ''

before(async () => {
  if (noPostgres !== false) return
  source = await startSource()
  source.sql(
    'create role clerk login password $$secret$$; create role other; create database shop owner clerk',
  )
  source.sql(`create tablespace elsewhere location '${source.ownFolder('tablespace')}'`)
  source.sql(pooled, 'shop')
  source.sql('alter table client owner to clerk; grant select on invoice to clerk', 'shop')
  const base = source.cli('protect', 'postgres', 'base', '--cluster', 'main')
  assert.equal(base.code, 0, base.stderr)
  recovered = join(source.folder, 'clean')
  const run = await source.operator(
    'recover',
    'postgres',
    'run',
    '--cluster',
    'main',
    '--latest',
    '--into',
    recovered,
  )
  assert.equal(run.code, 0, run.stdout + run.stderr)
  out = newFolder('slices')
})
after(async () => {
  if (noPostgres !== false) return
  rmSync(out, { recursive: true, force: true })
  await source[Symbol.asyncDispose]()
})

const slice = (name: string, ...args: string[]) =>
  source.operator(
    'recover',
    'postgres',
    'slice',
    '--from',
    recovered,
    '--database',
    'shop',
    '--out',
    join(out, name),
    ...args,
  )

interface Manifest {
  readonly dump: { readonly file: string; readonly sha256: string }
  readonly roles: readonly string[]
  readonly tables: readonly { readonly table: string; readonly rows: number }[]
  readonly rows: readonly {
    readonly table: string
    readonly total: number
    readonly handedOver: number
    readonly takenAlong: number
    readonly nobody: number
    readonly shared: number
  }[]
}

function manifestOf(name: string): Manifest {
  return JSON.parse(readFileSync(join(out, name, 'manifest.json'), 'utf8')) as Manifest
}

/** Loads what was handed over into the customer's own server, as he would. */
function load(name: string): string {
  const { dump } = manifestOf(name)
  const database = `back_${name}`
  source.sql(`create database ${database}`)
  const restored = source.program(
    'pg_restore',
    '--exit-on-error',
    '--no-tablespaces',
    '--no-owner',
    '--no-privileges',
    '-d',
    database,
    join(out, name, dump.file),
  )
  assert.equal(restored.code, 0, restored.stderr)
  return database
}

test(
  'a whole database is handed over, with its roles, and stock pg_restore opens it',
  { skip: noPostgres },
  async () => {
    const ran = await slice('whole')
    assert.equal(ran.code, 0, ran.stdout + ran.stderr)
    const manifest = manifestOf('whole')
    assert.deepEqual(manifest.roles, ['clerk'], 'roles of other databases are not named')
    assert.deepEqual(readdirSync(join(out, 'whole')).sort(), [
      '.lock',
      'SHA256SUMS',
      'manifest.json',
      'roles.sql',
      'shop.dump',
    ])
    const dump = readFileSync(join(out, 'whole', 'shop.dump'))
    assert.equal(createHash('sha256').update(dump).digest('hex'), manifest.dump.sha256)
    assert.ok(!readFileSync(join(out, 'whole', 'roles.sql'), 'utf8').includes('SCRAM'), 'passwords stay')
    const database = load('whole')
    for (const table of ['client', 'invoice', 'far', 'acme.notes', '"odd ""name"']) {
      const content = `select md5(string_agg(t::text, '|' order by t::text)) from ${table} t`
      assert.equal(source.sql(content, database), source.sql(content, 'shop'), table)
    }
    assert.equal(source.sql('select last_value from numbers', database), '7')
    assert.equal(source.sql('select count(*) from pg_largeobject', database), '1')
    const again = await slice('whole')
    assert.equal(again.code, 1)
    assert.match(again.stderr, /Code: unsafe-target/)
  },
)

test('a schema is handed over alone', { skip: noPostgres }, async () => {
  const ran = await slice('acme', '--schema', 'acme')
  assert.equal(ran.code, 0, ran.stdout + ran.stderr)
  assert.deepEqual(
    manifestOf('acme').tables.map(({ table, rows }) => [table, rows]),
    [['acme.notes', 1]],
  )
  const database = load('acme')
  assert.equal(source.sql('select body from acme.notes', database), 'only theirs')
  assert.equal(source.sql(`select count(*) from pg_class where relname = 'client'`, database), '0')
})

test(
  'rows of one tenant come with what they point to; what is not his alone is held back',
  { skip: noPostgres },
  async () => {
    const ran = await slice('nordwind', '--key', 'tenant_id', '--key', 'tenant.id', '--tenant', '1')
    assert.equal(ran.code, 0, ran.stdout + ran.stderr)
    const database = load('nordwind')
    const count = (query: string): string => source.sql(`select count(*) from ${query}`, database)
    assert.equal(count('client'), '100')
    assert.equal(count('client where tenant_id <> 1 or tenant_id is null'), '0')
    assert.equal(count('tenant'), '1')
    assert.equal(source.sql('select code from country', database), 'de', 'only what his rows point to')
    assert.equal(count('invoice join client on client.id = client_id'), count('invoice'))
    assert.equal(
      count('invoice'),
      source.sql(
        'select count(*) from invoice join client on client.id = client_id where tenant_id = 1',
        'shop',
      ),
    )
    assert.equal(
      source.sql('select id from transfer', database),
      '2',
      'a transfer between two tenants is nobody’s to give',
    )
    assert.equal(source.sql('select "a b" from "odd ""name"', database), 'x')
    assert.equal(count('loose'), '0')
    assert.equal(
      source.sql('select name from client order by id limit 1', database),
      'client 2',
      'no trigger ran',
    )
    const rows = new Map(manifestOf('nordwind').rows.map((row) => [row.table, row]))
    assert.partialDeepStrictEqual(rows.get('public.transfer'), {
      total: 3,
      handedOver: 1,
      shared: 1,
      nobody: 0,
    })
    assert.partialDeepStrictEqual(rows.get('public.client'), {
      total: 201,
      handedOver: 100,
      nobody: 1,
      shared: 0,
    })
    assert.partialDeepStrictEqual(rows.get('public.invoice'), { nobody: 1, shared: 0 })
    assert.partialDeepStrictEqual(rows.get('public.country'), { handedOver: 1, takenAlong: 1, nobody: 0 })
    assert.equal(existsSync(join(recovered, 'slice')), false, 'nothing of the others is left behind')
  },
)

test(
  'a wrong column, a wrong value, half a choice and an unfinished recovery are told apart',
  { skip: noPostgres },
  async () => {
    const cases: [string[], RegExp][] = [
      [['--key', 'nothing', '--tenant', '1'], /No table has the column "nothing"[^]*input-invalid/],
      [['--key', 'tenant_id', '--tenant', `1' or true --`], /No row belongs[^]*nothing-to-do/],
      [['--key', 'tenant_id'], /--key and --tenant together[^]*input-invalid/],
    ]
    for (const [args, expected] of cases) {
      const ran = await slice('wrong', ...args)
      assert.equal(ran.code, 1, ran.stdout)
      assert.match(ran.stderr, expected)
    }
    const ran = await source.operator(
      'recover',
      'postgres',
      'slice',
      '--from',
      out,
      '--database',
      'shop',
      '--out',
      join(out, 'x'),
    )
    assert.match(ran.stderr, /unsafe-target|not-found/)
  },
)
