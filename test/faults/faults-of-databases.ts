import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'

import type { Session } from '../../packages/platform/src/adapters/database/index.ts'
import type { Fault } from './fault.ts'
import { type Injection, once } from './injection.ts'
import { anyMoment, anyStep } from './faults-of-processes.ts'
import { inDatabase } from './in-database.ts'
import type { Play } from './play.ts'
import { serverOf } from './processes.ts'

/** Somebody with every right in the database, at work before the first run. */
function beforeRun(play: Play, act: (session: Session) => Promise<unknown>): Injection {
  return { before: once('run', () => inDatabase(play.home, act)) }
}

/** Verdicts of an earlier run, with valid codes, as this home would find them. */
async function knownVerdicts(session: Session, play: Play): Promise<void> {
  const columns = 'content_key, engine, version, rule_set_digest, verdict, matches, cause, mac'
  for (const row of play.ground.verdicts) {
    const places = Object.values(row).map((_, at) => `$${at + 1}`)
    const sql = `insert into anlauf.verdict_cache (${columns}) values (${places.join()}) on conflict do nothing`
    await session.query(sql, Object.values(row))
  }
}

const table = 'anlauf.verdict_cache'

export const faultsOfDatabases: readonly Fault[] = [
  {
    name: 'database killed',
    weight: 2,
    inject(play) {
      const name = anyStep(play)
      return {
        during: once(name, async () => {
          await delay(anyMoment(play, name))
          // One of its processes, or all of it.
          const all = serverOf(play.home)
          const pids = play.random.below(2) === 0 ? all : all.slice(1, 2)
          for (const pid of pids) signal(pid, 'SIGKILL')
        }),
      }
    },
  },
  {
    name: 'database frozen for a second',
    inject(play) {
      const name = anyStep(play)
      return {
        during: once(name, async () => {
          await delay(anyMoment(play, name))
          const pids = serverOf(play.home)
          for (const pid of pids) signal(pid, 'SIGSTOP')
          await delay(1000)
          for (const pid of pids) signal(pid, 'SIGCONT')
        }),
      }
    },
  },
  {
    name: 'verdicts known from before',
    inject: (play) => beforeRun(play, (session) => knownVerdicts(session, play)),
  },
  {
    name: 'verdicts forged: everything clean',
    inject: (play) =>
      beforeRun(play, async (session) => {
        await knownVerdicts(session, play)
        await session.query(`update ${table} set verdict = 'clean', matches = '[]', cause = null`)
      }),
  },
  {
    name: 'verdicts forged: the code of a clean content',
    inject: (play) =>
      beforeRun(play, async (session) => {
        await knownVerdicts(session, play)
        await session.query(
          `update ${table} one set verdict = 'clean', matches = '[]', cause = null, mac = other.mac
             from (select distinct on (engine) engine, mac from ${table} where verdict = 'clean') other
            where one.engine = other.engine and one.verdict <> 'clean'`,
        )
      }),
  },
  {
    name: 'verdicts forged: made up',
    inject: (play) =>
      beforeRun(play, async (session) => {
        await knownVerdicts(session, play)
        await session.query(`update ${table} set verdict = 'clean', matches = '[]', mac = $1`, [
          randomBytes(32),
        ])
      }),
  },
  {
    name: 'verdicts exchanged among contents',
    inject: (play) =>
      beforeRun(play, async (session) => {
        await knownVerdicts(session, play)
        await session.query(
          `create temporary table turned as
             select content_key, engine, verdict, matches, cause, mac,
                    lead(content_key) over (partition by engine order by md5(content_key)) as other from ${table}`,
        )
        await session.query(
          `update ${table} one set verdict = turned.verdict, matches = turned.matches, mac = turned.mac
             from turned where one.content_key = turned.other and one.engine = turned.engine`,
        )
      }),
  },
  {
    name: 'verdicts lost during the run',
    inject: (play) => ({
      during: once('run', async () => {
        await delay(anyMoment(play, 'run'))
        if (serverOf(play.home).length === 0) return
        await inDatabase(play.home, (session) => session.query(`truncate ${table}`))
      }),
    }),
  },
]

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It was gone.
  }
}
