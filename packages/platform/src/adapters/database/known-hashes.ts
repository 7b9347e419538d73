import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { join } from 'node:path'

import type { KnownHashes } from '../../phases/recover/index.ts'
import type { Database } from './database.ts'
import { secretKey } from './secret-key.ts'

/**
 * Hashes of files in several blobs, kept in the database. Every row carries an HMAC-SHA-256 with the key of the
 * verdict cache, `<home>/cache.key`; with a database named by URL they are found again by this process only.
 */
export function knownHashes(database: Database): KnownHashes {
  let loading: Promise<Uint8Array> | undefined
  const secret = () =>
    (loading ??=
      database.home === undefined
        ? Promise.resolve(randomBytes(32))
        : secretKey(join(database.home, 'cache.key')))
  return {
    async find(keys) {
      const key = await secret()
      const found = new Map<string, string>()
      for (let at = 0; at < keys.length; at += batch) {
        const rows = await database.query<{ key: string; sha256: string; mac: Buffer }>(
          'select content_key as key, sha256, mac from anlauf.known_hash where content_key = any($1::text[])',
          [keys.slice(at, at + batch)],
        )
        for (const row of rows) {
          const mac = macOf(key, row)
          if (mac.length === row.mac.length && timingSafeEqual(mac, row.mac)) found.set(row.key, row.sha256)
        }
      }
      return found
    },
    async store(rows) {
      const key = await secret()
      const unique = [...new Map(rows.map((row) => [row.key, row])).values()]
      for (let at = 0; at < unique.length; at += batch) {
        const part = unique.slice(at, at + batch)
        await database.query(
          `insert into anlauf.known_hash (content_key, sha256, mac)
           select content_key, sha256, decode(mac, 'hex')
             from unnest($1::text[], $2::text[], $3::text[]) as row (content_key, sha256, mac)
               on conflict (content_key) do update set sha256 = excluded.sha256, mac = excluded.mac`,
          [
            part.map((row) => row.key),
            part.map((row) => row.sha256),
            part.map((row) => macOf(key, row).toString('hex')),
          ],
        )
      }
    },
  }
}

/** A thousand rows a statement, as in the verdict cache. */
const batch = 1000

function macOf(secret: Uint8Array, { key, sha256 }: { key: string; sha256: string }): Buffer {
  return createHmac('sha256', secret)
    .update(JSON.stringify(['anlauf known hash v1', key, sha256]))
    .digest()
}
