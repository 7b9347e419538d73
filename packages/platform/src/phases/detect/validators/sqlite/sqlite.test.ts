import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'

import { seededRandom } from '../../../../drill/random.ts'
import { assertBroken, assertValid, validityOf } from '../validity-of.fixture.ts'

const random = seededRandom(81)

function databaseOf(...statements: readonly string[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-sqlite-'))
  try {
    const database = new DatabaseSync(join(folder, 'a'))
    for (const statement of statements) database.exec(statement)
    database.close()
    return readFileSync(join(folder, 'a'))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const rows = (count: number, bytes = 40) =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
   INSERT INTO t SELECT i, 'name ' || i, i / 3.0, randomblob(i % ${bytes}), NULL FROM n`
const table = 'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b REAL, c BLOB, d)'

test('every layout that SQLite writes is proved', () => {
  const layouts: readonly (readonly [string, ...string[]])[] = [
    ['empty table', table],
    ['one page', table, rows(3)],
    ['many pages, index', table, 'CREATE INDEX i ON t (a)', rows(4000)],
    ['overflow chains', table, rows(400, 20_000)],
    [
      'without rowid',
      table,
      'CREATE TABLE w (k TEXT PRIMARY KEY, v) WITHOUT ROWID',
      rows(900),
      'INSERT INTO w SELECT a, c FROM t',
    ],
    ['free pages', table, rows(4000), 'DELETE FROM t WHERE id > 500'],
    ['vacuumed', table, rows(4000), 'DELETE FROM t WHERE id % 3 = 0', 'VACUUM'],
    ['pointer maps', 'PRAGMA auto_vacuum = 1', table, rows(9000, 3000), 'DELETE FROM t WHERE id % 7 = 0'],
    [
      'incremental pointer maps',
      'PRAGMA auto_vacuum = 2',
      table,
      rows(6000),
      'DELETE FROM t WHERE id > 4000',
    ],
    ['small pages', 'PRAGMA page_size = 512', table, rows(2000, 900)],
    ['large pages', 'PRAGMA page_size = 65536', table, rows(4000, 300)],
    ['UTF-16', 'PRAGMA encoding = "UTF-16"', table, rows(900)],
    ['write-ahead log', 'PRAGMA journal_mode = wal', table, rows(2000)],
    [
      'full-text search',
      'CREATE VIRTUAL TABLE f USING fts5(x)',
      "INSERT INTO f VALUES ('some words to be found')",
    ],
  ]
  for (const [name, ...statements] of layouts) {
    const bytes = databaseOf(...statements)
    const validity = validityOf(bytes)
    assert.deepEqual(validity, { state: 'valid', depth: 'decoded', end: bytes.length }, name)
  }
})

test('bytes behind the last page are outside, missing ones broken', () => {
  const bytes = databaseOf(table, rows(900))
  assertValid(Buffer.concat([bytes, random.bytes(534)]), 'decoded', bytes.length)
  assertBroken(bytes.subarray(0, -4096), /shorter/)
  assertBroken(bytes.subarray(0, 300), /incomplete/)
})

test('a page of noise in any place is found', () => {
  const bytes = databaseOf(table, 'CREATE INDEX i ON t (a)', rows(3000, 6000))
  const pages = bytes.length / 4096
  for (let page = 1; page < pages; page += Math.ceil(pages / 120)) {
    const noise = Buffer.from(bytes)
    noise.set(random.bytes(4096), page * 4096)
    assertBroken(noise, /is no page/)
  }
})

test('noise that spares the first bytes of every page is found in the cells', () => {
  const bytes = databaseOf(table, rows(3000))
  for (const spared of [8, 16, 32]) {
    const noise = Buffer.from(bytes)
    for (let at = 4096 + spared; at + 64 < noise.length; at += 192) {
      if (at % 4096 >= spared) noise.set(random.bytes(64), at)
    }
    assertBroken(noise, /is no page/)
  }
})

test('impossible headers and free lists that lead astray', () => {
  const bytes = databaseOf(table, rows(4000), 'DELETE FROM t WHERE id > 500')
  const changed = (at: number, value: number, width: 1 | 2 | 4) => {
    const copy = Buffer.from(bytes)
    copy.writeUIntBE(value, at, width)
    return copy
  }
  assertBroken(changed(16, 1000, 2), /page size/)
  assertBroken(changed(16, 2, 2), /page size/)
  assertBroken(changed(20, 255, 1), /reserved|no page/)
  assertBroken(changed(28, 99_999, 4), /shorter/)
  assertBroken(changed(32, 99_999, 4), /free pages/)
  const trunk = bytes.readUInt32BE(32)
  assertBroken(changed((trunk - 1) * 4096, trunk, 4), /free pages/)
  assertBroken(changed((trunk - 1) * 4096 + 4, 0xffff_ffff, 4), /free pages/)
})

test('what a free page still holds is nobody’s content', () => {
  const bytes = databaseOf(table, rows(4000), 'DELETE FROM t WHERE id > 500')
  const trunk = bytes.readUInt32BE(32)
  const leaf = bytes.readUInt32BE((trunk - 1) * 4096 + 8)
  const overwritten = Buffer.from(bytes)
  overwritten.set(random.bytes(4096), (leaf - 1) * 4096)
  assertValid(overwritten, 'decoded')
})
