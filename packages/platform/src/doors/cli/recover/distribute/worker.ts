import { createHmac } from 'node:crypto'
import { resolve } from 'node:path'

import type { Repository } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { evidenceLog, verdictCache } from '../../../../adapters/database/index.ts'
import { openCase } from '../../../../core/case/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import type { AnlaufContext } from '../../context.ts'
import { type EngineFlags, engineFlags, engineOptions } from '../engine-flags.ts'
import { type NoLockFlag, noLockFlag, readingLock } from '../../repo/reading-lock.ts'
import { permitOf } from '../queue/decisions.ts'
import { insidesOf } from '../../access/insides-of.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'
import { databaseUrl, jobHandlers, type JobKind, jobKinds, queueOf } from './worker-jobs.ts'

interface WorkerFlags extends RepositoryFlags, NoLockFlag, EngineFlags {
  readonly shared: string
  readonly queues: readonly JobKind[]
  readonly leaseSeconds: number
  readonly patienceMinutes: number
}

export const sharedFlag = {
  kind: 'parsed',
  parse: String,
  brief: 'Folder that all machines see: clean room, quarantine and parts under way lie there',
  placeholder: 'folder',
} as const

export const workerCommand = buildCommand<WorkerFlags, [], AnlaufContext>({
  docs: {
    brief: 'Work on what "recover distribute" gives out, on as many machines as wanted',
    fullDescription:
      'Takes parts of recoveries from the queues in DATABASE_URL, restores, verifies and scans them, and puts units together. Runs until it is stopped; Ctrl-C and SIGTERM give its work back to the others. A worker that dies or freezes loses its work to the others after --lease-seconds. It judges by its own rules and takes only work that was given out for the same ones.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      shared: sharedFlag,
      ...engineFlags,
      queues: {
        kind: 'parsed',
        parse: parseKinds,
        default: jobKinds.join(','),
        brief: 'Kinds of work, with commas',
        placeholder: 'kinds',
      },
      leaseSeconds: {
        kind: 'parsed',
        parse: Number,
        default: '60',
        brief: 'After so long without a sign of life the others take over; the same on all machines',
      },
      patienceMinutes: {
        kind: 'parsed',
        parse: Number,
        default: '15',
        brief: 'How long a vault that does not answer, or a full disk, is waited for before a part fails',
      },
      noLock: noLockFlag,
    },
  },
  async func(flags) {
    const url = databaseUrl(this)
    const leaseMs = positive(flags.leaseSeconds, '--lease-seconds') * 1_000
    const { stderr } = this.process
    const tell = (message: string): void => stderr.write(`${message}\n`)
    const repository = await openNamedRepository(this, flags)
    await using _lock = await readingLock(this, repository, flags)
    await using database = await this.openDatabase({ url })
    const verdicts = verdictCache(database, { key: sharedCacheKey(repository) })
    const scanner = await this.startScanner({
      ...engineOptions(this, flags),
      verdicts,
      insides: insidesOf(database, repository),
    })
    await using _scanner = { [Symbol.asyncDispose]: () => scanner.close() }
    const tools = {
      repository,
      shared: resolve(flags.shared),
      scanner,
      verdicts,
      patienceMs: flags.patienceMinutes * 60_000,
      permitOf: async (caseId: string) => permitOf((await openCase(evidenceLog(database), caseId)).state),
    }
    const { runWorker } = await import('../../../../adapters/work/index.ts')
    await runWorker({
      url,
      queues: flags.queues.map((kind) => queueOf(kind, scanner.describe())),
      handlers: jobHandlers(tools, tell),
      leaseMs,
      signal: this.signal,
      tell,
    })
  },
})

/** Verdicts of one worker are known to the others, and to nobody who cannot open the repository. */
function sharedCacheKey({ masterKey }: Repository): Buffer {
  return createHmac('sha256', masterKey.encrypt).update('anlauf verdict cache of workers v1').digest()
}

function parseKinds(text: string): readonly JobKind[] {
  const names = text.split(',').map((name) => name.trim())
  const kinds = jobKinds.filter((kind) => names.includes(kind))
  if (kinds.length > 0 && kinds.length === new Set(names).size) return kinds
  throw new AnlaufError('input-invalid', `"${text}" names no kinds of work.`, {
    hint: `Kinds are: ${jobKinds.join(', ')}.`,
  })
}

export function positive(value: number, flag: string): number {
  if (Number.isFinite(value) && value > 0) return value
  throw new AnlaufError('input-invalid', `${flag} needs a number above 0.`, {
    hint: `Write it like ${flag} 4.`,
  })
}
