import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { type MariadbSource, noMariadb, startMariadb } from './mariadb-server.ts'

/** A schema with everything that a dump can get wrong, and two more, one of them with a name full of traps. */
const schemas = `
set names utf8mb4;
create database shop character set latin1; use shop;
create table client (id int primary key auto_increment, name varchar(40) character set utf8mb4, note text, raw blob,
  at datetime(6), ts timestamp null, bits bit(11), kind enum('a','ü'), place point, amount decimal(30,10), ratio double,
  token uuid, addr inet6, extra json, hidden int invisible default 7, twice int as (length(name) * 2) virtual, stored int as (length(name)) stored);
insert into client (name, note, raw, at, ts, bits, kind, place, amount, ratio, token, addr, extra) values
  ('Ähre 🦊', 'a\\nb''c"\\\\d', x'00ff27', '2026-01-02 03:04:05.000006', '2026-01-02 03:04:05', b'10000000001', 'ü', point(1, 2),
    -12345678901234567890.0123456789, 1e300, '01826082-ebf1-11f1-b7de-02fc00000001', '2001:db8::1', '{"a": [1, "ß"]}'),
  (null, null, null, null, null, null, null, null, null, null, null, null, null);
insert into client (name) select concat('client ', seq) from seq_1_to_3000;
create table invoice (id int primary key, client int, foreign key (client) references client (id));
insert into invoice select seq, seq from seq_1_to_500;
create table parts (id int) partition by hash (id) partitions 3; insert into parts values (1), (2), (3);
create table old_style (id int) engine = MyISAM; insert into old_style values (1), (2);
create sequence numbers; select next value for numbers;
create view busy as select name from client; create table gone (i int); create view broken as select * from gone; drop table gone;
create table audit (id int);
create trigger seen after insert on invoice for each row insert into audit values (new.id);
create event nightly on schedule every 1 day do delete from audit;
delimiter //
create procedure tricky(a varchar(20)) begin
-- Dump completed on 1999-01-01
select '-- Current Database: \`x\`', a; end//
delimiter ;
create database \`a_b%c'd. -ä\` character set utf8mb4; create table \`a_b%c'd. -ä\`.\`t\`\`1\\x\` (\`c\`\`1,\` int); insert into \`a_b%c'd. -ä\`.\`t\`\`1\\x\` values (5);
create database empty;
`

let source: MariadbSource
before(async () => {
  if (noMariadb !== false) return
  source = await startMariadb()
  source.sql(schemas)
})
after(async () => {
  if (noMariadb === false) await source[Symbol.asyncDispose]()
})

interface Report {
  readonly ownNetwork: boolean
  readonly schemas: readonly { readonly schema: string; readonly rows: number; readonly problems: string[] }[]
}

const recover = (name: string, ...args: string[]) =>
  source.cli.run('recover', 'mariadb', 'run', '--server', 'web', '--into', join(source.folder, name), ...args)

test('a dump comes back as it was, with all that is in it', { skip: noMariadb }, async () => {
  const dumped = await source.dump()
  assert.equal(dumped.exitCode || 0, 0, dumped.stdout + dumped.stderr)
  assert.match(dumped.stdout, /shop: not of one moment [^:]*: numbers, old_style/)
  assert.match(dumped.stdout, /shop: left out, [^:]*: broken/)
  const shown = await source.cli.run('protect', 'mariadb', 'show', '--server', 'web')
  assert.match(shown.stdout, /10\.\d+|1[1-9]\./)

  const ran = await recover('clean', '--latest', '--json')
  assert.equal(ran.exitCode || 0, 0, ran.stdout + ran.stderr)
  const { schemas: found } = JSON.parse(ran.stdout) as Report
  assert.deepEqual(
    found.map(({ schema, rows, problems }) => [schema, rows, problems]),
    [
      ["a_b%c'd. -ä", 1, []],
      ['empty', 0, []],
      ['shop', 3505, []],
    ],
  )
  const clean = join(source.folder, 'clean')
  assert.ok(!existsSync(join(clean, 'server', 'pid')), 'the server is stopped')
  assert.deepEqual(readdirSync(join(clean, 'nothing')), [])
  const again = await recover('clean', '--latest')
  assert.match(again.stderr, /holds a finished recovery[^]*unsafe-target/)
})

test('one schema comes back alone; what is not there is named', { skip: noMariadb }, async () => {
  const ran = await recover('one', '--latest', '--schema', 'empty')
  assert.equal(ran.exitCode || 0, 0, ran.stdout + ran.stderr)
  assert.ok(!existsSync(join(source.folder, 'one', 'data', 'shop')))
  const wrong = await recover('none', '--latest', '--schema', 'nothing')
  assert.match(wrong.stderr, /does not hold the schema "nothing"[^]*not-found/)
  const early = await recover('none', '--before', '2001-01-01T00:00:00Z')
  assert.match(early.stderr, /no dump of web from before 2001[^]*not-found/)
  const unsaid = await recover('none')
  assert.match(unsaid.stderr, /Say which dump[^]*input-invalid/)
})

test('secrets and the option file: nothing of them is left or said', { skip: noMariadb }, async () => {
  const ran = await source.dump('--schema', 'empty', '--json')
  assert.equal(ran.exitCode || 0, 0, ran.stderr)
  assert.ok(!(ran.stdout + ran.stderr).includes("a's"))
  const home = join(source.cli.folder, 'home', 'mariadb', 'web')
  if (existsSync(home)) assert.deepEqual(readdirSync(home), ['.lock'])
  const inventory = await source.cli.run('repo', 'dump', await source.newest(), '/mariadb/web/inventory.json')
  assert.match(inventory.stdout, /backup@localhost/)
  assert.ok(!/\*[0-9A-F]{40}/.test(inventory.stdout), 'hashes of passwords are not in it')
})

test('a definition that changes during a dump makes it begin anew', { skip: noMariadb }, async () => {
  source.sql('create database moving; use moving; create table t (i int); insert into t values (1), (2)')
  const bin = source.programsWith(
    '"$REAL" "$@"; rc=$?; [ -e once ] || { touch once; $SQL -e "alter table moving.t add j int"; }; exit $rc',
  )
  const ran = await source.dump('--schema', 'moving', '--bin', bin, '--json')
  assert.equal(ran.exitCode || 0, 0, ran.stderr)
  // In the second of its creation a table's own line may be the same; its columns never are.
  assert.match(ran.stderr, /moving changed meanwhile, once more: [^\n]*(?:table|column) t\b/)
  const { manifest } = JSON.parse(ran.stdout) as { manifest: { schemas: { attempts: number }[] } }
  assert.equal(manifest.schemas[0]?.attempts, 2)
  const back = await recover('moved', '--latest')
  assert.equal(back.exitCode || 0, 0, back.stdout)
})

test('what changes every time is missed, said, and not in the snapshot', { skip: noMariadb }, async () => {
  for (const [name, change] of [
    ['truncated', 'truncate moving.t'],
    ['replaced', 'create or replace table moving.t (i int, j int)'],
    ['indexed', 'alter table moving.t add index (i)'],
    ['came', 'drop table if exists moving.u; create table moving.u (i int)'],
    ['routine', 'create or replace procedure moving.p() select $$'],
  ] as const) {
    const bin = source.programsWith(`"$REAL" "$@"; rc=$?; $SQL -e "${change}"; exit $rc`)
    const ran = await source.dump('--schema', 'moving', '--schema', 'empty', '--bin', bin)
    assert.equal(ran.exitCode, 1, name)
    assert.match(ran.stdout, /MISSED: moving: definitions changed during each of 3 attempts/, name)
    const files = await source.cli.run('repo', 'ls', await source.newest())
    assert.ok(files.stdout.includes('/mariadb/web/empty.sql') && !files.stdout.includes('moving.sql'), name)
  }
  const shown = await source.cli.run('protect', 'mariadb', 'show', '--server', 'web')
  assert.equal(shown.exitCode, 1)
  assert.match(shown.stdout, /newest dump misses moving/)
})

test(
  'half a dump, a dump without its last line and a failing program are no dump',
  { skip: noMariadb },
  async () => {
    for (const [script, expected] of [
      ['"$REAL" "$@" | head -c 3000', /No schema could be dumped\. shop: .*mariadb-dump ended with 0/],
      ['"$REAL" "$@" | grep -v "Dump completed"', /No schema could be dumped/],
      [
        '"$REAL" "$@"; echo "mariadb-dump: Error: no more" >&2; exit 3',
        /ended with 3: mariadb-dump: Error: no more/,
      ],
      ['echo no >&2; exit 2', /ended with 2: no/],
    ] as const) {
      const before = await source.newest()
      const ran = await source.dump('--schema', 'shop', '--bin', source.programsWith(script))
      assert.equal(ran.exitCode, 1)
      assert.match(ran.stderr, expected)
      assert.match(ran.stderr, /Code: mariadb-failed/)
      assert.equal(await source.newest(), before, 'no snapshot')
    }
  },
)

test('what is committed while a dump runs is not in it', { skip: noMariadb }, async () => {
  source.sql(
    'create database steady; use steady; create table t (i int); insert into t select seq from seq_1_to_20000',
  )
  const bin = source.programsWith('"$REAL" "$@"; rc=$?; $SQL -e "insert into steady.t values (-1)"; exit $rc')
  const ran = await source.dump('--schema', 'steady', '--bin', bin)
  assert.equal(ran.exitCode || 0, 0, ran.stderr)
  const back = await recover('steady', '--latest', '--json')
  assert.equal(back.exitCode || 0, 0, back.stdout)
  assert.equal((JSON.parse(back.stdout) as Report).schemas[0]?.rows, 20_000)
  assert.match(readFileSync(join(source.folder, 'steady', 'server', 'log'), 'utf8'), /Shutdown complete/)
})
