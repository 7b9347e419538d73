import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { type MariadbSource, noMariadb, startMariadb } from './mariadb-server.ts'

/** No rights, in the server's several words. */
const denied = /ERROR (?:1044|1045|1142|1227) .*denied/

let source: MariadbSource
let genuine = ''
let text = ''
before(async () => {
  if (noMariadb !== false) return
  source = await startMariadb()
  source.sql(
    'create database h; use h; create table t (i int primary key, b longblob); insert into t values (1, null), (2, null)',
  )
  const ran = await source.dump()
  assert.equal(ran.exitCode || 0, 0, ran.stderr)
  genuine = await source.newest()
  text = (await source.cli.run('repo', 'dump', genuine, '/mariadb/web/h.sql')).stdout
})
after(async () => {
  if (noMariadb === false) await source[Symbol.asyncDispose]()
})

interface Dumped {
  readonly schema: string
  readonly file: string
  readonly [field: string]: unknown
}

interface Manifest {
  readonly schemas: readonly Dumped[]
  readonly [field: string]: unknown
}

/**
 * Stores a dump as somebody could who has the repository's password: the manifest fits, the text is his. Each text
 * becomes a schema of its own, so that one recovery tries them all.
 */
async function storeForged(
  texts: readonly string[],
  mend = (manifest: object): object => manifest,
): Promise<string> {
  const { cli, folder } = source
  const at = join(folder, `forged-${readdirSync(folder).length}`)
  const made = await cli.run('repo', 'restore', genuine, '--target', at)
  assert.equal(made.exitCode || 0, 0, made.stderr)
  const place = join(at, 'mariadb', 'web')
  const manifest = JSON.parse(readFileSync(join(place, 'manifest.json'), 'utf8')) as Manifest
  const [real] = manifest.schemas
  assert.ok(real)
  const schemas = texts.map((text, number) => {
    const schema = `h${number}`
    writeFileSync(join(place, `${schema}.sql`), text)
    const sha256 = createHash('sha256').update(text).digest('hex')
    return { ...real, schema, file: `${schema}.sql`, bytes: Buffer.byteLength(text), sha256 }
  })
  writeFileSync(join(place, 'manifest.json'), JSON.stringify(mend({ ...manifest, schemas })))
  const stored = await cli.run('repo', 'backup', '--as-root', at, place)
  assert.equal(stored.exitCode || 0, 0, stored.stderr)
  return source.newest()
}

test('a dump can do nothing but fill its own schema', { skip: noMariadb }, async () => {
  const prize = join(source.folder, 'prize')
  mkdirSync(prize, { mode: 0o777 })
  const cases: readonly (readonly [string, RegExp])[] = [
    [`\\! touch ${prize}/shell`, /Unknown command '\\\\!'/],
    [`system touch ${prize}/system`, /ERROR 1064/],
    [`source /etc/passwd`, /ERROR 1064/],
    [`tee ${prize}/tee`, /ERROR 1064/],
    [`load data local infile '/etc/passwd' into table t (i)`, /ERROR 4166/],
    [`load data infile '/etc/passwd' into table t (i)`, denied],
    [`select 'x' into outfile '${prize}/out'`, denied],
    [`insert into t values (3, load_file('/etc/passwd'))`, /table t has 3 rows, there were 2/],
    [`set global event_scheduler = on`, denied],
    [`set global general_log_file = '${prize}/log'`, denied],
    [`create user evil@localhost`, denied],
    [`grant all on *.* to current_user()`, denied],
    [`use mysql`, denied],
    [`create database other`, denied],
    [`insert into h0.t values (9, null)`, denied],
    [`install soname 'ha_connect'`, denied],
    [`create function f returns string soname 'lib.so'`, denied],
    [`create definer=root@localhost procedure p() set global general_log = 1; call p()`, /ERROR 1449/],
    [
      `create definer='mariadb.sys'@localhost procedure p() delete from mysql.global_priv; call p()`,
      /ERROR 1449/,
    ],
    [`create trigger planted after insert on t for each row set @x = 1`, /trigger planted was not there/],
    [`create event planted on schedule every 1 second do delete from t`, /event planted was not there/],
    [`create table far (i int) engine=MyISAM data directory='${prize}'`, /table far was not there/],
    [`create table far (i int) data directory='${prize}'`, /table far was not there|ERROR/],
    [
      `create table far (i int) engine=federated connection='mysql://x@127.0.0.1:1/a/b'`,
      /table far was not there|ERROR/,
    ],
    [`update t set b = 'other' where i = 1`, /table t has other content/],
    [`drop table t`, /table t is missing/],
    [`delimiter ;;\n\\! touch ${prize}/again\n;;`, /Unknown command '\\\\!'/],
  ]
  const id = await storeForged([
    ...cases.map(([sql]) => `${text}\n${sql};\n`),
    text.slice(0, text.length / 2),
    text,
  ])
  const into = join(source.folder, 'clean')
  const ran = await source.cli.run(
    'recover',
    'mariadb',
    'run',
    '--server',
    'web',
    '--dump',
    id,
    '--into',
    into,
    '--json',
  )
  assert.equal(ran.exitCode, 1)
  const { schemas } = JSON.parse(ran.stdout) as { schemas: { schema: string; problems: string[] }[] }
  for (const [at, [sql, expected]] of cases.entries()) {
    assert.match(JSON.stringify(schemas[at]?.problems), expected, sql)
  }
  assert.notDeepEqual(schemas.at(-2)?.problems, [], 'half a dump')
  assert.deepEqual(schemas.at(-1)?.problems, [], 'what is as it was is not held up by its neighbours')
  assert.deepEqual(readdirSync(prize), [], 'nothing outside was written')
  assert.deepEqual(readdirSync(join(into, 'nothing')), [])
  assert.ok(!existsSync(join(into, 'data', 'other')))
  const out = join(source.folder, 'out')
  const slice = await source.cli.run(
    'recover',
    'mariadb',
    'slice',
    '--from',
    into,
    '--schema',
    'h0',
    '--out',
    out,
  )
  assert.match(slice.stderr, /did not come back as it was[^]*gate-closed/)
})

test(
  'a text that is not the one of the manifest is not used, nor a manifest that is none',
  { skip: noMariadb },
  async () => {
    const swapped = await storeForged([text], (manifest) => {
      const { schemas } = manifest as Manifest
      return { ...manifest, schemas: schemas.map((one) => ({ ...one, sha256: '0'.repeat(64) })) }
    })
    const run = (id: string, name: string) =>
      source.cli.run(
        'recover',
        'mariadb',
        'run',
        '--server',
        'web',
        '--dump',
        id,
        '--into',
        join(source.folder, name),
      )
    const ran = await run(swapped, 'swapped')
    assert.equal(ran.exitCode, 1)
    assert.match(ran.stdout, /NOT AS IT WAS: h0: the stored dump is not the one that was taken/)
    for (const bad of [
      { facts: { version: '1', lowerCaseNames: 0, pageSize: '16384\nplugin-load=x' } },
      { schemas: [{ schema: 'x', file: '../../etc/passwd' }] },
      { schemas: 'none' },
    ]) {
      const id = await storeForged([text], (manifest) => ({ ...manifest, ...bad }))
      const refused = await run(id, 'bad')
      assert.match(refused.stderr, /No dump of web begins with[^]*not-found/)
    }
  },
)
