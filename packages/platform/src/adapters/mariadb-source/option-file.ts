import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { AnlaufError } from '../../core/failure.ts'
import { mustRun, bareEnvironment } from '../programs/index.ts'
import { findProgram } from './client-programs.ts'
import { mariadb } from './product.ts'

/** What says where a server is and who asks; anything else would change what is dumped. */
const connection =
  /^(?:host|port|socket|user|password|protocol|ssl|ssl-(?:ca|capath|cert|cipher|key|crl|crlpath|verify-server-cert)|tls-version)$/

/** A file of options for programs of MariaDB, only for us. Dispose of it to remove it. */
export interface OptionFile extends AsyncDisposable {
  readonly path: string
}

/**
 * The caller's own connection settings, from the `[client]` groups of `file` or of the usual option files
 * (`~/.my.cnf`, `/etc/my.cnf`): passwords come from there, never from arguments or the environment. They are copied
 * into a private file without everything that is no part of a connection. Throws `mariadb-failed`.
 */
export async function callersOptions({
  file,
  folder,
  bin,
  env,
}: {
  readonly file: string | undefined
  /** Folder of ours. */
  readonly folder: string
  readonly bin: string | undefined
  readonly env: Readonly<Partial<Record<string, string>>>
}): Promise<OptionFile> {
  const printed = await mustRun(
    mariadb,
    await findProgram('my_print_defaults', bin),
    [...(file === undefined ? [] : [`--defaults-file=${file}`]), 'client', 'client-server', 'client-mariadb'],
    {
      env: { ...bareEnvironment, HOME: env['HOME'] ?? '/' },
      what: 'The option file cannot be read',
      hint: 'Give it as --defaults-file: a group [client] with host or socket, user and password.',
    },
  )
  return privateOptions(folder, connectionOptions(printed))
}

/** Writes options into a file in a new folder that nobody else can enter. */
export async function privateOptions(
  folder: string,
  options: ReadonlyMap<string, string>,
): Promise<OptionFile> {
  const own = await mkdtemp(join(folder, 'options-'))
  const path = join(own, 'client.cnf')
  const lines = [...options].map(([name, value]) => `${name} = "${escaped(name, value)}"\n`)
  await writeFile(path, `[client]\n${lines.join('')}`, { mode: 0o600 })
  return { path, [Symbol.asyncDispose]: () => rm(own, { recursive: true, force: true }) }
}

/** The lines of `my_print_defaults` that belong to a connection; the last one of a name counts. */
export function connectionOptions(printed: string): Map<string, string> {
  const options = new Map<string, string>()
  for (const line of printed.split('\n')) {
    const [, name = '', value = '1'] = /^--([\w-]+)(?:=(.*))?$/s.exec(line) ?? []
    const plain = name.replaceAll('_', '-')
    if (connection.test(plain)) options.set(plain, value)
  }
  return options
}

function escaped(name: string, value: string): string {
  if (/[\n\r\0]/.test(value)) {
    throw new AnlaufError('mariadb-failed', `The option ${name} holds a line break.`, {
      hint: 'An option file cannot say that: give the account another password.',
    })
  }
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}
