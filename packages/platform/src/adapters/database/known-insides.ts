import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'

import {
  answerOf,
  type InsideAnswer,
  type InsideGap,
  type InsideRow,
  type KnownInsides,
  memberSearch,
} from '../../phases/recover/index.ts'
import type { Database } from './database.ts'

export interface KnownInsidesOptions {
  /** Id of the repository whose contents they are. */
  readonly repository: string
  /** Known to whoever can open that repository, and to nobody else. */
  readonly key: Uint8Array
  /** Room on the disk, indexes and all. */
  readonly mostBytes?: number
}

/** Some 10 million contents with what lies in them. */
const defaultMostBytes = 4 * 1024 ** 3

/**
 * What lies in contents, kept in the database. Every row carries an HMAC-SHA-256: who can write the database can make
 * contents unknown, and cannot make one look as if nothing were in it. 70,000 contents are asked for in 0.2 s.
 */
export function knownInsides(
  database: Pick<Database, 'query'>,
  { repository, key, mostBytes = defaultMostBytes }: KnownInsidesOptions,
): KnownInsides {
  async function isFull(): Promise<boolean> {
    const [row] = await database.query<{ bytes: number }>(
      `select pg_total_relation_size('anlauf.known_inside')::float8 as bytes`,
    )
    return (row?.bytes ?? 0) >= mostBytes
  }
  return {
    isFull,
    async find(keys, { way, wanted }) {
      const asked = { repository, way, secret: secretOf(key, repository, way) }
      const search = memberSearch(wanted)
      const found = new Map<string, InsideAnswer>()
      const believe = (row: InsideRow): void => void found.set(row.key, answerOf(row, search))
      const ask = (at: number) => readRows(database, asked, keys.slice(at, at + findAtOnce))
      // The database looks for the next ones while these are believed.
      for (let at = 0, next = ask(0); at < keys.length; at += findAtOnce) {
        const { packed: rows, large } = await next
        next = ask(at + findAtOnce)
        next.catch(() => undefined)
        for (const row of unpack(rows ?? Buffer.alloc(0), asked)) believe(row)
        for (const content of large ?? [])
          for (const row of await readLarge(database, asked, content)) believe(row)
      }
      return found
    },
    async store(rows, way) {
      if (rows.length === 0 || (await isFull())) return
      const asked = { repository, way, secret: secretOf(key, repository, way) }
      const unique = [...new Map(rows.map((row) => [row.key, row])).values()]
      for (let at = 0; at < unique.length; at += storeAtOnce)
        await writeRows(database, asked, unique.slice(at, at + storeAtOnce))
    },
  }
}

/** Rows of most contents have no members, and those of most containers some hundred bytes. */
const findAtOnce = 10_000
const smallBytes = 1024
const storeAtOnce = 1000

interface Asked {
  readonly repository: string
  readonly way: string
  readonly secret: KeyObject
}

/** One key for each way, so that the code of a row covers few bytes. */
function secretOf(key: Uint8Array, repository: string, way: string): KeyObject {
  const text = JSON.stringify(['anlauf inside v1', repository, way])
  return createSecretKey(createHmac('sha256', key).update(text).digest())
}

/** Their numbers in the database; a new one comes last. */
const gaps: readonly (InsideGap | undefined)[] = [
  undefined,
  'encryptedContainer',
  'limitExceeded',
  'unparseable',
  'manyMembers',
  'timeout',
  'crash',
  'selfTestFailed',
  'notScanned',
]

/** A row as the database sends it, many in one value: a value of its own for every column takes three times as long. */
const packed = `int4send(length(members)) || decode(content, 'hex') || int2send(gap) || members || mac`
const [contentBytes, gapBytes, macBytes] = [32, 2, 32]

interface Found {
  readonly packed: Buffer | null
  /** Contents whose rows are read one after the other: each may have 320 kB. */
  readonly large: readonly string[] | null
}

async function readRows(
  database: Pick<Database, 'query'>,
  { repository, way }: Asked,
  keys: readonly string[],
): Promise<Found> {
  const nothing: Found = { packed: null, large: null }
  if (keys.length === 0) return nothing
  const [found = nothing] = await database.query<Found>(
    `select string_agg(${packed}, ''::bytea) filter (where length(members) <= ${smallBytes}) as packed,
            array_agg(content) filter (where length(members) > ${smallBytes}) as large
       from anlauf.known_inside
      where repository = $1 and way = $2 and content = any($3::text[])`,
    [repository, way, keys],
  )
  return found
}

async function readLarge(
  database: Pick<Database, 'query'>,
  asked: Asked,
  content: string,
): Promise<readonly InsideRow[]> {
  const [row] = await database.query<{ packed: Buffer }>(
    `select ${packed} as packed from anlauf.known_inside where repository = $1 and content = $2 and way = $3`,
    [asked.repository, content, asked.way],
  )
  return row === undefined ? [] : unpack(row.packed, asked)
}

/** Rows whose code does not fit are left out. */
function unpack(bytes: Buffer, { secret }: Asked): readonly InsideRow[] {
  const rows: InsideRow[] = []
  for (let at = 0; at < bytes.length;) {
    const start = at + 4
    const membersAt = start + contentBytes + gapBytes
    const macAt = membersAt + bytes.readUInt32BE(at)
    at = macAt + macBytes
    const mac = createHmac('sha256', secret).update(bytes.subarray(start, macAt)).digest()
    if (!timingSafeEqual(mac, bytes.subarray(macAt, at))) continue
    const gap = gaps[bytes.readUInt16BE(membersAt - gapBytes)]
    const key = bytes.toString('hex', start, start + contentBytes)
    const members = bytes.subarray(membersAt, macAt)
    rows.push(gap === undefined ? { key, members } : { key, members, gap })
  }
  return rows
}

/** A look that failed in passing does not replace one that came to its end; equal ones cost nothing. */
async function writeRows(
  database: Pick<Database, 'query'>,
  { repository, way, secret }: Asked,
  rows: readonly InsideRow[],
): Promise<void> {
  await database.query(
    `insert into anlauf.known_inside as old (repository, content, way, members, gap, mac)
     select $1, content, $2, decode(members, 'hex'), gap, decode(mac, 'hex')
       from unnest($3::text[], $4::text[], $5::int2[], $6::text[]) as row (content, members, gap, mac)
         on conflict (repository, content)
         do update set way = excluded.way, members = excluded.members, gap = excluded.gap, mac = excluded.mac,
                       stored_at = excluded.stored_at
             where (old.way, old.members, old.gap, old.mac)
                   is distinct from (excluded.way, excluded.members, excluded.gap, excluded.mac)
               and (excluded.gap = 0 or old.gap <> 0 or old.way <> excluded.way)`,
    [
      repository,
      way,
      rows.map(({ key }) => key),
      rows.map(({ members }) => members.toString('hex')),
      rows.map(({ gap }) => gaps.indexOf(gap)),
      rows.map((row) => macOf(secret, row).toString('hex')),
    ],
  )
}

function macOf(secret: KeyObject, { key, members, gap }: InsideRow): Buffer {
  const number = Buffer.alloc(gapBytes)
  number.writeUInt16BE(gaps.indexOf(gap))
  return createHmac('sha256', secret).update(Buffer.from(key, 'hex')).update(number).update(members).digest()
}
