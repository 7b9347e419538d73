import { createHash, randomBytes } from 'node:crypto'

import { quoteName, quotePattern } from '../../phases/recover/databases/mariadb/index.ts'
import type { CleanServer } from './clean-server.ts'
import { clientOptions, openSession } from './session.ts'
import { feed } from './stream-program.ts'

/** Where and how a dump is loaded. */
export interface LoadOptions {
  readonly schema: string
  readonly characterSet: string
  readonly collation: string
  readonly input: AsyncIterable<Uint8Array>
}

/**
 * Makes a schema and loads a dump into it that nobody trusts. It runs under an account of its own that has rights on
 * this schema alone, through a client that knows no command of its own; files, settings, accounts and other schemas
 * are out of its reach, and it ends at the first error. Returns what was read.
 * Throws `mariadb-failed` in the client's words, `no-space`, `aborted`, what `input` throws.
 */
export async function loadDump(
  server: CleanServer,
  { schema, characterSet, collation, input }: LoadOptions,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const loader = `'load-${randomBytes(16).toString('hex')}'`
  await using admin = await openSession(server.reach)
  await admin.lines(`create database ${quoteName(schema)} character set ${characterSet} collate ${collation}`)
  await admin.lines(`create user ${loader}@localhost`)
  // SET USER: definers of views and routines are names that exist nowhere here.
  await admin.lines(`grant set user on *.* to ${loader}@localhost`)
  await admin.lines(`grant all on ${quotePattern(schema)}.* to ${loader}@localhost`)
  const hash = createHash('sha256')
  let bytes = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of input) {
      hash.update(piece)
      bytes += piece.length
      yield piece
    }
  }
  try {
    await feed(
      server.reach.client,
      [
        `--defaults-file=${server.reach.optionFile}`,
        `--user=${loader.slice(1, -1)}`,
        ...clientOptions,
        '--binary-mode',
        '--batch',
        '--max-allowed-packet=1G',
        `--database=${schema}`,
      ],
      {
        account: server.reach.account,
        cwd: server.reach.cwd,
        signal: server.reach.signal,
        input: counted(),
        what: `${schema} was not loaded`,
        hint: 'A dump that does more than fill its own schema is refused: look at the statement that is named. Otherwise choose an older dump.',
      },
    )
  } finally {
    await admin.lines(`drop user ${loader}@localhost`)
  }
  return { bytes, sha256: hash.digest('hex') }
}
