import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { renderDocument } from '../../../adapters/documents/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFiles, showGroupLine, type Workplace } from '../../../core/jobs/index.ts'
import { type CaseQueue, type ItemView, readQueueFile } from '../../../phases/recover/index.ts'
import type { DeskSources } from '../../api/index.ts'
import type { AnlaufContext } from '../context.ts'
import { evidenceKey, signerName } from '../evidence/key.ts'
import { bundleArchive } from './bundle-archive.ts'
import { filesArchive } from './files-archive.ts'
import type { FreshEstate } from './fresh-estate.ts'
import { runOwnProgram } from './own-program.ts'
import { turns } from './turns.ts'

/** What the screens show besides the log, from the places of the workplace, read when a screen asks. */
export function deskSources(
  context: AnlaufContext,
  workplace: Workplace,
  { reading }: Pick<FreshEstate, 'reading'>,
): DeskSources {
  const readQueue = queueReader()
  const newestQueue = (caseId: string): { file: string; queue: CaseQueue } | undefined => {
    const file = newestQueueFile(workplace, caseId)
    const queue = file === undefined ? undefined : readQueue(file)
    return file === undefined || queue === undefined ? undefined : { file, queue }
  }
  return {
    estate: reading,
    bundle(caseId, attempt) {
      const folder = caseFiles(workplace.folder, caseId).made({ kind: 'export', attempt })
      return existsSync(join(folder, 'verify.sh')) ? bundleArchive(folder) : undefined
    },
    print: renderDocument,
    archive: filesArchive,
    exportKey: () => ({ name: signerName, ...evidenceKey(context) }),
    queue: (caseId) => Promise.resolve(newestQueue(caseId)?.queue),
    evidence: evidenceReader((caseId) => newestQueue(caseId)?.file, context, workplace),
  }
}

/** The queue of the last attempt; a job writes it under its number and renames what a try left. */
function newestQueueFile(workplace: Workplace, caseId: string): string | undefined {
  const { made } = caseFiles(workplace.folder, caseId)
  const folder = dirname(made({ kind: 'queue', attempt: 1 }))
  const attempts = namesIn(folder).flatMap((name) => {
    const attempt = /^queue-(\d{1,9})\.json$/.exec(name)?.[1]
    return attempt === undefined ? [] : [Number(attempt)]
  })
  return attempts.length === 0 ? undefined : made({ kind: 'queue', attempt: Math.max(...attempts) })
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    // Nothing was made for this case yet.
    return []
  }
}

/** Queue files are written once; the last one read is kept as long as the file is the same. */
function queueReader(): (file: string) => CaseQueue | undefined {
  let last: { readonly is: string; readonly queue: CaseQueue } | undefined
  return (file) => {
    const found = statSync(file, { throwIfNoEntry: false })
    if (found === undefined) return undefined
    const is = `${file} ${found.ino} ${found.size} ${found.mtimeMs}`
    try {
      if (last?.is !== is) last = { is, queue: readQueueFile(file) }
    } catch {
      // Its job writes it now; the screen shows the groups without names until it is whole.
      return undefined
    }
    return last.queue
  }
}

/** Facts name contents: what was compared once is compared. Some hundred groups fit into an evening. */
const keptGroups = 200
/** Two files of 64 MiB from a slow place take half a minute. */
const longestMs = 120_000
/** Two cores, and each may hold 300 MB. */
const atOnce = 2

/** `anlauf recover queue show` in a process of its own: hostile bytes are parsed there and not here. */
function evidenceReader(
  fileOf: (caseId: string) => string | undefined,
  context: AnlaufContext,
  workplace: Workplace,
): NonNullable<DeskSources['evidence']> {
  const known = new Map<string, readonly ItemView[]>()
  const turn = turns(atOnce)
  return async (caseId, facts, signal) => {
    const before = known.get(facts)
    if (before !== undefined) return before
    const queueFile = fileOf(caseId)
    if (queueFile === undefined) throw noFile(caseId)
    using _turn = await turn(signal)
    const { code, stdout, stderr } = await runOwnProgram(showGroupLine({ queueFile, facts }, workplace), {
      env: context.process.env,
      home: context.home,
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestMs)]),
      onProgress: () => undefined,
    })
    if (code !== 0) throw notCompared(stderr)
    const { views } = JSON.parse(stdout) as { readonly views: readonly ItemView[] }
    known.set(facts, views)
    const [oldest] = known.keys()
    if (known.size > keptGroups && oldest !== undefined) known.delete(oldest)
    return views
  }
}

function noFile(caseId: string): AnlaufError {
  return new AnlaufError('not-found', `No queue file of the case "${caseId}" lies where this server works.`, {
    hint: 'Start the job "queue" once more; it writes the file.',
  })
}

/** What the program wrote names places of this machine: it goes to the log, not to the browser. */
function notCompared(stderr: string): AnlaufError {
  return new AnlaufError('api-failed', 'The two versions could not be read from the backup.', {
    hint: 'Try again. If it stays so, "anlauf recover queue show" says why; decide nothing that you did not see.',
    retry: 'later',
    cause: new Error(stderr.trim()),
  })
}
