import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import { readBaseFile, recoverCluster, writeDurably } from '../../../../adapters/postgres-source/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import { lockFolder } from '../../../../phases/protect/index.ts'
import {
  compareInventories,
  parseInventory,
  type RecoveryTarget,
} from '../../../../phases/recover/databases/index.ts'
import { caseFlag, openDeclaredCase, signature } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseCount } from '../../flags/flag-values.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import {
  binFlag,
  clusterFlag,
  parseTargetLsn,
  parseTargetTime,
} from '../../protect/postgres/postgres-flags.ts'
import { recoveredLines, type RecoveryReport, reportOf } from './recovery-report.ts'
import { changeLines } from '../change-lines.ts'
import { writing } from '../../protect/postgres/postgres-work.ts'
import { readingLock, noLockFlag, type NoLockFlag } from '../../repo/reading-lock.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'
import { openStores, type Stores } from '../../access/stores.ts'

interface Flags extends RepositoryFlags, NoLockFlag {
  readonly cluster: string
  readonly until?: string
  readonly lsn?: string
  readonly latest: boolean
  readonly base?: string
  readonly timeline?: number
  readonly into: string
  readonly bin?: string
  readonly case?: string
  readonly json: boolean
}

const off = { kind: 'boolean', default: false, withNegated: false } as const
const text = { kind: 'parsed', parse: String, optional: true } as const

export const recoverPostgresRun = buildCommand<Flags, [], AnlaufContext>({
  docs: {
    brief: 'Restore a PostgreSQL cluster to a moment, in a clean room without network',
    fullDescription:
      'Base backup, log up to just before the target, promotion; settings of the restored cluster are put aside and shown, none is used. Then every row is read, every page checked, and roles, functions, triggers and extensions are compared with those of the base backup. Exit code 1 when rows or pages cannot be read. The server is stopped at the end.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      cluster: clusterFlag,
      until: {
        ...text,
        parse: parseTargetTime,
        brief: 'Last moment before the attack: commits from then on are left out',
        placeholder: 'time',
      },
      lsn: {
        ...text,
        parse: parseTargetLsn,
        brief: 'The same as a position of the log, such as 16/B374D848',
        placeholder: 'position',
      },
      latest: { ...off, brief: 'To the end of the archived log' },
      base: {
        ...text,
        brief: 'Base backup to begin with (default: the newest before the target)',
        placeholder: 'id',
      },
      timeline: {
        kind: 'parsed',
        parse: parseCount,
        optional: true,
        brief: 'Timeline to follow (default: that of the base backup)',
      },
      into: { kind: 'parsed', parse: String, brief: 'New folder for it', placeholder: 'folder' },
      bin: binFlag,
      case: { ...caseFlag, optional: true },
      noLock: noLockFlag,
      json: { ...off, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const into = resolve(flags.into)
    await using stores = flags.case === undefined ? undefined : await openStores(this)
    // A case that does not exist is refused before hours of work.
    if (stores !== undefined) await openDeclaredCase(this, stores, flags.case ?? '')
    mkdirSync(into, { recursive: true, mode: 0o711 })
    using _folder = lockFolder(into)
    const repository = await openNamedRepository(this, flags)
    await using _lock = await readingLock(this, repository, flags)
    const recovered = await writing(into, () =>
      recoverCluster(repository, {
        cluster: flags.cluster,
        base: flags.base,
        target: targetOf(flags),
        timeline: flags.timeline,
        into,
        bin: flags.bin,
        signal: this.signal,
        onStep: (step) => this.process.stderr.write(`${step}\n`),
      }),
    )
    const [snapshot] = (await repository.listSnapshots()).filter(({ id }) => id === recovered.plan.base)
    const stored = snapshot && (await readBaseFile(repository, snapshot, flags.cluster, 'inventory.json'))
    const clean = stored === undefined ? undefined : parseInventory(stored)
    const compared = clean && compareInventories(clean, recovered.inventory)
    await writeDurably(join(into, 'inventory.json'), `${JSON.stringify(recovered.inventory)}\n`)
    const report = reportOf(recovered, compared?.changes)
    const text = `${JSON.stringify(report, undefined, 2)}\n`
    await writeDurably(join(into, 'report.json'), text)
    if (stores !== undefined) await recordReport(this, stores, flags.case ?? '', report, text)
    if (report.problems.length > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, report)
    printLines(this, [...recoveredLines(report), ...changeLines(compared)])
  },
})

/** A slice that goes into a unit of the case is made only from a report that the case knows. */
async function recordReport(
  context: AnlaufContext,
  stores: Stores,
  caseId: string,
  { plan, changes, problems }: RecoveryReport,
  text: string,
): Promise<void> {
  const session = await openDeclaredCase(context, stores, caseId)
  const fact = {
    type: 'database.recovered' as const,
    engine: 'postgres',
    cluster: plan.cluster,
    reportDigest: createHash('sha256').update(text).digest('hex'),
    changes: changes?.length ?? 0,
    problems: problems.length,
  }
  if (session.state.recoveredClusters?.includes(fact.reportDigest) === true) return
  await session.execute({ command: 'record', facts: [fact] }, signature(context))
}

function targetOf({ until, lsn, latest }: Flags): RecoveryTarget {
  const named = [until, lsn, latest ? 'latest' : undefined].filter((one) => one !== undefined)
  if (named.length !== 1) {
    throw new AnlaufError('input-invalid', 'Say to which moment: one of --until, --lsn and --latest.', {
      hint: '"anlauf detect history" says when it began; take a moment before it.',
    })
  }
  if (until !== undefined) return { kind: 'time', until }
  return lsn === undefined ? { kind: 'end' } : { kind: 'lsn', lsn }
}
