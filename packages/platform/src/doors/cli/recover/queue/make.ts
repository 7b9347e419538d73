import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import { declaredGroupOf, tenantOf } from '../../../../core/estate/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import { detectHistory } from '../../../../phases/detect/index.ts'
import {
  buildQueue,
  defaultWindowHours,
  heldFiles,
  planRecovery,
  readPlanFile,
  riskWindow,
  unitFolder,
  writeQueueFile,
} from '../../../../phases/recover/index.ts'
import { caseFlag, openDeclaredCase } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { readEstateFile } from '../../access/estate-file.ts'
import { estateFlag } from '../../flags/estate-flag.ts'
import { parseCount } from '../../flags/flag-values.ts'
import { printJson, printLines, progressLine } from '../../terminal/output.ts'
import { recordQueue } from './decisions.ts'
import { queueOverview, summaryOf } from './lines.ts'
import { queueWords } from './words.ts'
import { languageFlag } from '../../flags/language.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'
import { openStores } from '../../access/stores.ts'

interface MakeFlags extends RepositoryFlags {
  readonly case: string
  readonly estate: string
  readonly out: string
  readonly windowHours: number
  readonly plan?: string
  readonly cleanRoom?: string
  readonly withConvicted: boolean
  readonly language: 'en' | 'de'
  readonly json: boolean
}

export const recoverQueueMake = buildCommand<MakeFlags, [], AnlaufContext>({
  docs: {
    brief: 'Collect everything that was written near the incident, for people to decide',
    fullDescription:
      'Runs detection and looks at every file that changed from some days before the attack to the newest backup: what it is, what the plan does with it, and which clean version there was before. With --plan and --clean-room also what the last run held back. Writes a new file with names, and records digests in the case.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      case: caseFlag,
      estate: estateFlag,
      out: { kind: 'parsed', parse: String, brief: 'New file for the queue', placeholder: 'file' },
      windowHours: {
        kind: 'parsed',
        parse: parseCount,
        default: String(defaultWindowHours),
        brief: 'So long before the attack began an attacker may have been inside',
        placeholder: 'hours',
      },
      plan: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Plan of the last run',
        placeholder: 'file',
      },
      cleanRoom: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Clean room of that run: what it held back is listed too',
        placeholder: 'folder',
      },
      withConvicted: {
        kind: 'boolean',
        default: false,
        brief: 'List what is proven to be encrypted too',
      },
      language: languageFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const estate = readEstateFile(flags.estate)
    if (existsSync(flags.out)) throw exists(flags.out)
    if ((flags.plan === undefined) !== (flags.cleanRoom === undefined)) throw oneOfTwo()
    await using stores = await openStores(this)
    const session = await openDeclaredCase(this, stores, flags.case)
    const { state } = session
    const repository = await openNamedRepository(this, flags)
    const place = (host: string, path: string) => tenantOf(estate, { host, path })
    using progress = progressLine(this, { quiet: flags.json })
    const report = await detectHistory(repository, {
      place,
      signal: this.signal,
      onProgress: ({ done, total, bytesDone }) =>
        progress.update({ phase: 'detect', done, total, bytesDone }),
    })
    const groups = (host: string, path: string) => declaredGroupOf(estate, { host, path })
    const plan = await planRecovery(repository, report, { place, groups, signal: this.signal })
    let done = 0
    const queue = await buildQueue(repository, report, {
      plan,
      window: riskWindow(report, { declaredOnset: state.onset?.from, hours: flags.windowHours }),
      withConvicted: flags.withConvicted,
      keep: new Set([...state.queues.values()].flatMap(({ votes }) => [...votes.keys()])),
      ...(flags.plan !== undefined &&
        flags.cleanRoom !== undefined && {
          held: heldFiles(repository, readPlanFile(flags.plan), resolve(flags.cleanRoom)),
        }),
      signal: this.signal,
      onFile: () => progress.update({ phase: 'queue', done: (done += 1) }),
    })
    progress.end()
    writeQueueFile(flags.out, queue)
    await recordQueue(this, session, queue, {
      windowHours: flags.windowHours,
      hasLooked: (unit) => liesIn(flags.cleanRoom, unit),
    })
    if (flags.json) return printJson(this, { queue: flags.out, ...summaryOf(queue) })
    printLines(this, [
      ...queueOverview(queue, queueWords[flags.language]),
      flags.out,
      `  anlauf recover queue list --queue ${flags.out}`,
    ])
  },
})

/** What was held back of a unit that lies elsewhere stays in its queue. */
function liesIn(cleanRoom: string | undefined, unit: string): boolean {
  return cleanRoom !== undefined && existsSync(unitFolder(resolve(cleanRoom), unit))
}

function exists(file: string): AnlaufError {
  return new AnlaufError('unsafe-target', `${file} exists already.`, {
    hint: 'Name a new file, or move this one away; decisions may rest on it.',
  })
}

function oneOfTwo(): AnlaufError {
  return new AnlaufError('input-invalid', 'Of --plan and --clean-room only one was named.', {
    hint: 'What a run held back is known with both: the plan of the last run and its clean room.',
  })
}
