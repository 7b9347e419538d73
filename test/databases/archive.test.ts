import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { newFolder, noPostgres, type Source, startSource } from './source-server.ts'

let source: Source
let folder = ''
const segments: string[] = []

/** Each step ends in a segment of its own; the order of the tests is the order of an archive's life. */
before(async () => {
  if (noPostgres !== false) return
  source = await startSource({ archive: true })
  folder = newFolder('wal')
  source.sql('create table steps (id int primary key, at timestamptz default clock_timestamp())')
  const base = source.cli('protect', 'postgres', 'base', '--cluster', 'main')
  assert.equal(base.code, 0, base.stderr)
  for (let step = 1; step <= 4; step += 1) {
    source.sql(`insert into steps (id) values (${step})`)
    segments.push(await source.switchLog())
  }
})
after(async () => {
  if (noPostgres !== false) return
  rmSync(folder, { recursive: true, force: true })
  await source[Symbol.asyncDispose]()
})

const push = (...files: string[]) =>
  source.operator('protect', 'postgres', 'wal', '--cluster', 'main', ...files)
const show = () => source.operator('protect', 'postgres', 'show', '--cluster', 'main')
const recover = (into: string, ...target: string[]) =>
  source.operator('recover', 'postgres', 'run', '--cluster', 'main', '--into', join(folder, into), ...target)
/** What `step` left in the log of the running server. */
const timeAfter = (step: number): string =>
  source.sql(
    `select to_char((at + interval '1 ms') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from steps where id = ${step}`,
  )
const segment = (at: number): string => segments[at] ?? ''

/** A copy of an archived segment, changed or not, under any name. */
function copyOf(name: string, change: (bytes: Buffer) => void = () => undefined, as = name): string {
  const bytes = readFileSync(join(source.data, 'pg_wal', name))
  change(bytes)
  mkdirSync(join(folder, 'handed'), { recursive: true })
  writeFileSync(join(folder, 'handed', as), bytes)
  return join(folder, 'handed', as)
}

test(
  'archive_command stored every segment, and storing one again changes nothing',
  { skip: noPostgres },
  async () => {
    const listed = await show()
    assert.equal(listed.code, 0, listed.stdout + listed.stderr)
    const again = await push(copyOf(segment(0)), copyOf(segment(1)))
    assert.equal(again.code, 0, again.stderr)
    assert.equal(again.stdout, `${segment(0)} was there already\n${segment(1)} was there already\n`)
  },
)

test(
  'other bytes under a name, another cluster, another name, a torn file: none is taken',
  { skip: noPostgres },
  async () => {
    const refusals: [() => string, RegExp][] = [
      [() => copyOf(segment(0), (bytes) => void bytes.fill(7, 9000, 9100)), /Another .* is stored already/],
      [
        () => copyOf(segment(0), (bytes) => void bytes.fill(7, 24, 32), '0000000100000000000000A0'),
        /another place/,
      ],
      [() => copyOf(segment(0), (bytes) => void bytes.fill(7, 24, 32)), /belongs to the cluster/],
      [() => copyOf(segment(0), (bytes) => void bytes.fill(0xee, 0, 4096)), /no page of a write-ahead log/],
      [() => copyOf(segment(0), () => undefined, 'pg_hba.conf'), /no file of such a name/],
    ]
    for (const [file, reason] of refusals) {
      const ran = await push(file())
      assert.equal(ran.code, 1, ran.stdout)
      assert.match(ran.stderr, reason)
      assert.match(ran.stderr, /What to do: [^]*Code: wal-invalid/)
    }
    const torn = copyOf(segment(0))
    writeFileSync(torn, readFileSync(torn).subarray(0, 5_000_000))
    assert.match((await push(torn)).stderr, /has 5000000 bytes where its header says 16777216/)
    assert.match((await push(join(folder, 'nowhere'))).stderr, /Code: not-found/)
    const partial = await push(copyOf(segment(3), () => undefined, `${segment(3)}.partial`))
    assert.equal(partial.code, 0, `a promotion archives such a file: ${partial.stderr}`)
  },
)

test(
  'a timeline that is not there, and a target before the backup, are refused before anything is written',
  { skip: noPostgres },
  async () => {
    assert.match(
      (await recover('none', '--latest', '--timeline', '7')).stderr,
      /does not lead to timeline 7[^]*wal-invalid/,
    )
    assert.match(
      (await recover('none', '--until', '2020-01-01T00:00:00Z')).stderr,
      /no base backup[^]*not-found/,
    )
    assert.match((await recover('none', '--lsn', '0/10')).stderr, /not-found/)
    assert.match((await recover('none', '--lsn', 'FF/0')).stderr, /missing[^]*wal-invalid/)
    assert.match((await recover('none')).stderr, /one of --until, --lsn and --latest/)
  },
)

test('a target behind the end of the archive says when the log ends', { skip: noPostgres }, async () => {
  const ran = await recover('late', '--until', '2199-01-01T00:00:00Z')
  assert.equal(ran.code, 1)
  assert.match(ran.stderr, /ends before the target\. The last commit in it was at 20\d\d-[^]*wal-invalid/)
})

test(
  'a missing segment is a gap with a name; up to it everything can be had',
  { skip: noPostgres },
  async () => {
    await forget(segment(2))
    const listed = await show()
    assert.equal(listed.code, 1)
    assert.match(listed.stdout, new RegExp(segment(2)))
    const behind = await recover('behind', '--until', timeAfter(4))
    assert.equal(behind.code, 1)
    assert.match(behind.stderr, new RegExp(`${segment(2)} of the log is missing[^]*wal-invalid`))
    const ahead = await recover('ahead', '--until', timeAfter(1))
    assert.equal(ahead.code, 0, ahead.stdout + ahead.stderr)
    assert.match(ahead.stdout, /recovery stopping before commit/)
    assert.match(ahead.stdout, new RegExp(`gap: ${segment(2)} is missing`))
  },
)

test(
  'a segment that is damaged inside is never passed over, also without a target',
  { skip: noPostgres },
  async () => {
    const bent = await push(copyOf(segment(2), damageLastInsert))
    assert.equal(bent.code, 0, `only its header can be judged when it comes: ${bent.stderr}`)
    const ran = await recover('bent', '--latest')
    assert.equal(ran.code, 1, ran.stdout)
    assert.match(ran.stderr, new RegExp(`${segment(2)} of the log cannot be used[^]*wal-invalid`))
    await forget(segment(2))
    assert.equal((await push(copyOf(segment(2)))).code, 0)
    const history = copyOf(segment(2), () => undefined, '00000002.history')
    writeFileSync(history, '1\t0/FF000000\tno recovery target specified\n')
    assert.equal((await push(history)).code, 0)
    const mended = await recover('mended', '--latest')
    assert.equal(mended.code, 0, mended.stdout + mended.stderr)
    assert.match(mended.stdout, /replayed to the end of the log/)
    assert.match(mended.stdout, /goes on with timeline 2/)
  },
)

/** The first records of the segment: the row that the step inserted. */
function damageLastInsert(bytes: Buffer): void {
  for (let at = 60; at < 400; at += 1) bytes[at] = (bytes[at] ?? 0) ^ 0x5a
}

/** Takes one segment out of the repository, as a careless maintainer would. */
async function forget(name: string): Promise<void> {
  const listed = JSON.parse((await source.operator('repo', 'snapshots', '--json')).stdout) as {
    id: string
    paths: string[]
  }[]
  const found = listed.filter(({ paths }) => paths.includes(`/postgres/main/wal/${name}`)).map(({ id }) => id)
  const forgotten = await source.operator('repo', 'forget', ...found)
  assert.equal(forgotten.code, 0, forgotten.stderr)
}
