import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { initRepository, localStorage, type Repository } from '@anlauf/repository'

import { cleanRoomAccount, closedFolder, findPrograms } from '../../adapters/postgres-source/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import type { EstateFolder } from '../estate-folder.ts'
import type { Random } from '../random.ts'
import type { Stopwatch } from '../stopwatch.ts'
import { type DatabaseTruth, playDatabase } from './play-database.ts'
import { type DatabaseResponders, type DatabaseResponse, recoverDatabase } from './recover-database.ts'
import { type DatabaseScore, readReleasedRows, scoreDatabase } from './score-database.ts'

/** The database's part of a drill, in the drill's order: play, recover, judge. */
export interface DatabaseDrill {
  play(): Promise<void>
  recover(responders: DatabaseResponders): Promise<void>
  judge(released: string): Promise<DatabaseScore>
}

export interface DatabaseDrillOptions {
  readonly estate: EstateFolder
  /** Folder of the drill. */
  readonly work: string
  readonly password: string
  readonly random: Random
  readonly seed: number
  readonly watch: Stopwatch
  readonly signal: AbortSignal
  readonly say: (text: string) => void
}

/** Without PostgreSQL on the machine every step does nothing, and the judgement says why. */
export async function openDatabaseDrill(options: DatabaseDrillOptions): Promise<DatabaseDrill> {
  const why = await missing(options.work)
  if (why !== undefined) {
    options.say(`The shared PostgreSQL is not played: ${why}`)
    const nothing = (): Promise<void> => Promise.resolve()
    return { play: nothing, recover: nothing, judge: () => Promise.resolve({ isPlayed: false, why }) }
  }
  const { estate, work, watch, signal, say } = options
  const folder = join(work, 'databases')
  mkdirSync(folder, { mode: 0o711 })
  const { password, seed } = options
  const repository: Repository = await initRepository(localStorage(join(folder, 'repository')), { password })
  const random = options.random.fork('databases')
  let truth: DatabaseTruth | undefined
  let response: DatabaseResponse | undefined
  return {
    async play() {
      const server = { estate, folder: join(folder, 'server'), repository, random, seed, signal }
      truth = await watch.time('database', () => playDatabase(server))
      say(
        `One PostgreSQL of all tenants: backed up, attacked from inside, ${truth.filesHit} of its files encrypted.`,
      )
    },
    async recover(responders) {
      // The value of the tenant's columns is the provider's knowledge, the rows are the truth's.
      const tenant = { id: truth?.tenant ?? '', key: truth?.key ?? '' }
      response = await watch.time('database', () =>
        recoverDatabase(repository, tenant, { ...responders, folder }),
      )
      say(
        `PostgreSQL is back to just before ${response.target}; ${response.changes.length} changes of roles and code shown.`,
      )
    },
    async judge(released) {
      if (truth === undefined || response === undefined)
        return { isPlayed: false, why: 'it was not recovered' }
      const check = { released, folder: join(folder, 'check'), signal }
      return scoreDatabase(
        truth,
        await watch.time('score', () => readReleasedRows(truth as DatabaseTruth, check)),
        response,
      )
    },
  }
}

/** In words, what the machine lacks. */
async function missing(work: string): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'it needs Linux'
  try {
    await findPrograms()
    const closed = await closedFolder(join(work, 'databases'), await cleanRoomAccount())
    return closed && `${closed} is closed to the account that PostgreSQL runs under (chmod o+x opens it).`
  } catch (error) {
    return error instanceof AnlaufError ? `${error.message} Debian: apt install postgresql.` : String(error)
  }
}
