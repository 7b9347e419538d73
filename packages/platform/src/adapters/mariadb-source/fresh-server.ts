import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import {
  cleanServerOptions,
  quoteText,
  type ServerFacts,
} from '../../phases/recover/databases/mariadb/index.ts'
import { bareEnvironment, cleanRoomAccount, mustRun } from '../programs/index.ts'
import {
  type CleanFolder,
  type CleanServer,
  endLeftOver,
  placesIn,
  type ServerPrograms,
  startCleanServer,
} from './clean-server.ts'
import { findLoader, findProgram } from './client-programs.ts'
import { mariadb } from './product.ts'
import { openSession } from './session.ts'

/** Programs and account for servers in a folder. Throws `mariadb-failed`. */
export async function cleanFolder(folder: string, bin: string | undefined): Promise<CleanFolder> {
  const programs: ServerPrograms = {
    server: await findProgram('mariadbd', bin),
    installer: await findProgram('mariadb-install-db', bin),
    client: await findLoader(bin),
    dumper: await findProgram('mariadb-dump', bin),
  }
  const account = await cleanRoomAccount({ code: mariadb.code, names: ['anlauf', 'mysql', 'nobody'] })
  return { folder, programs, account }
}

/**
 * A new, empty server with options of ours in a folder of its own; whatever server was in it is removed. It has one
 * account, whose name nobody can guess: the accounts that MariaDB makes by itself are gone, so that no definer named
 * in a dump has rights. Throws `mariadb-failed`, `no-space`, `unsafe-target`.
 */
export async function startFreshServer(
  clean: CleanFolder,
  { facts, signal }: { readonly facts: ServerFacts; readonly signal?: AbortSignal | undefined },
): Promise<CleanServer> {
  const { folder, programs, account } = clean
  const places = placesIn(folder)
  await removeServer(folder)
  await mkdir(places.nothing, { recursive: true, mode: 0o555 })
  await chmod(places.nothing, 0o555)
  for (const place of [places.data, join(folder, 'server'), places.temporary]) {
    await mkdir(place, { mode: 0o700 })
    if (account !== undefined) await chown(place, account.uid, account.gid)
  }
  await mustRun(
    mariadb,
    programs.installer,
    [
      '--no-defaults',
      `--datadir=${places.data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      // System tables take over the size of pages that user tables need.
      `--innodb-page-size=${facts.pageSize}`,
      `--lower-case-table-names=${facts.lowerCaseNames}`,
    ],
    {
      account,
      cwd: places.data,
      env: { ...bareEnvironment, TMPDIR: places.temporary },
      signal,
      what: 'A fresh server was not made',
      hint: `The account "mysql" (or "anlauf", "nobody") must be able to enter every folder above ${folder}.`,
    },
  )
  const own = async (path: string, text: string): Promise<void> => {
    await writeFile(path, text, { mode: 0o600 })
    if (account !== undefined) await chown(path, account.uid, account.gid)
  }
  await own(places.options, cleanServerOptions(places, facts))
  const user = `anlauf-${randomBytes(16).toString('hex')}`
  await own(places.client, clientOptions(places.socket, 'root'))
  const server = await startCleanServer(clean, { signal })
  try {
    await takeOver(server, user)
    await own(places.client, clientOptions(places.socket, user))
    return server
  } catch (error) {
    await server[Symbol.asyncDispose]()
    throw error
  }
}

/** Ends the server of a folder, if one is left, and removes what is its own. */
export async function removeServer(folder: string): Promise<void> {
  await endLeftOver(folder)
  for (const name of ['data', 'server', 'nothing'])
    await rm(join(folder, name), { recursive: true, force: true })
}

async function takeOver(server: CleanServer, user: string): Promise<void> {
  await using root = await openSession(server.reach)
  const name = `${quoteAccount(user)}@localhost`
  await root.lines(`create user ${name}`)
  await root.lines(`grant all on *.* to ${name} with grant option`)
  const accounts = await root.rows(
    `select json_array(user, host) from mysql.global_priv where user <> ${quoteText(user)}`,
  )
  for (const [other, host] of accounts)
    await root.lines(`drop user ${quoteAccount(String(other))}@${quoteAccount(String(host))}`)
}

function quoteAccount(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function clientOptions(socket: string, user: string): string {
  return `[client]\nsocket = ${socket}\nuser = ${user}\n`
}
