import { existsSync } from 'node:fs'

import { backup, copySnapshots } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import { chooseFiles, planVolumes, startSet, targetAt, writeSet } from '../media/index.ts'
import { asFailure } from './failed.ts'
import { withHooks } from './hooks.ts'
import type { LayerPlaces } from './places.ts'
import { datasetTag, type ProtectTask, taskName } from './task.ts'

export interface TaskFigures {
  readonly phase: string
  readonly done: number
  readonly total?: number
  readonly bytesDone?: number
  readonly bytesTotal?: number
}

export interface TaskResult {
  readonly task: ProtectTask
  readonly name: string
  /** `needs-person`: a medium has to be loaded; `partly`: stored, but some files could not be read. */
  readonly outcome: 'done' | 'partly' | 'needs-person' | 'failed'
  /** Files or snapshots or volumes that were brought, in words. */
  readonly summary: string
  readonly failure?: { readonly code: string; readonly message: string; readonly hint: string }
}

/** Does one task. What fails is a result, except `aborted`: then everything stops. */
export async function runTask(
  task: ProtectTask,
  places: LayerPlaces,
  onProgress: (figures: TaskFigures) => void = () => undefined,
): Promise<TaskResult> {
  const name = taskName(task)
  try {
    return { task, name, ...(await work(task, places, onProgress)) }
  } catch (error) {
    if (places.signal?.aborted === true) throw error
    const failure = asFailure(error)
    const outcome = failure.code === 'medium-needed' ? 'needs-person' : 'failed'
    return { task, name, outcome, summary: failure.message, failure }
  }
}

function work(
  task: ProtectTask,
  places: LayerPlaces,
  onProgress: (figures: TaskFigures) => void,
): Promise<Pick<TaskResult, 'outcome' | 'summary'>> {
  switch (task.kind) {
    case 'backup':
      return backUp(task, places, onProgress)
    case 'copy':
      return bringOver(task, places, onProgress)
    case 'media':
      return writeMedia(task, places, onProgress)
  }
}

/** Kinds of data that a copy of their files is a copy of. The others need commands that make files of them. */
const fileKinds: ReadonlySet<string> = new Set(['files', 'maildir'])

async function backUp(
  { dataset, copy }: Extract<ProtectTask, { kind: 'backup' }>,
  places: LayerPlaces,
  onProgress: (figures: TaskFigures) => void,
): Promise<Pick<TaskResult, 'outcome' | 'summary'>> {
  const { root, kind } = dataset.source
  const isQuiesced = dataset.hooks.before.length > 0
  if (root === undefined || (!fileKinds.has(kind) && !isQuiesced)) {
    throw new AnlaufError(
      'input-invalid',
      `Nobody says how the ${kind} data of "${dataset.id}" become files.`,
      {
        hint: 'Give the data set a root and hooks.before with the command that writes a consistent copy there.',
      },
    )
  }
  const repository = await places.open(copy)
  const { signal } = places
  const { summary, problems } = await withHooks(dataset, signal, () =>
    backup(repository, {
      paths: [root],
      hostname: dataset.on,
      // Nobody knows at 3 a.m. what a state is worth unless it says so.
      tags: [datasetTag(dataset.id), `capture:${isQuiesced ? 'quiesced' : 'crash-consistent'}`],
      ...(signal && { signal }),
      onProgress: ({ done, total, bytesDone, bytesTotal }) =>
        onProgress({
          phase: `${dataset.id} → ${copy.id}`,
          done,
          bytesDone,
          ...(total === undefined ? {} : { total }),
          ...(bytesTotal === undefined ? {} : { bytesTotal }),
        }),
    }),
  )
  const said = `files: ${summary.totalFilesProcessed}, ${summary.totalBytesProcessed} bytes, ${summary.dataAddedPacked} of them new and stored`
  return problems === 0
    ? { outcome: 'done', summary: said }
    : { outcome: 'partly', summary: `${said}; ${problems} files could not be read` }
}

async function bringOver(
  { from, copy, datasets }: Extract<ProtectTask, { kind: 'copy' }>,
  places: LayerPlaces,
  onProgress: (figures: TaskFigures) => void,
): Promise<Pick<TaskResult, 'outcome' | 'summary'>> {
  const { signal } = places
  const { copied, skipped, failed, moved } = await copySnapshots(
    await places.open(from),
    await places.open(copy),
    {
      filter: { tags: datasets.map((id) => [datasetTag(id)]) },
      ...(signal && { signal }),
      onProgress: (figures) => onProgress({ ...figures, phase: `${from.id} → ${copy.id}` }),
    },
  )
  const said = `${copied.length} snapshots brought, ${skipped.length} there already, ${moved.bytes} bytes`
  const [first] = failed
  return first === undefined
    ? { outcome: 'done', summary: said }
    : { outcome: 'partly', summary: `${said}; ${failed.length} failed: ${first.error.message}` }
}

/** Goes on with a set that was begun, else begins one with what there is now. */
async function writeMedia(
  { from, copy }: Extract<ProtectTask, { kind: 'media' }>,
  places: LayerPlaces,
  onProgress: (figures: TaskFigures) => void,
): Promise<Pick<TaskResult, 'outcome' | 'summary'>> {
  const { records, now, signal } = places
  const path = copy.to ?? ''
  if (!existsSync(path)) throw mediumNeeded(`${path} is not there: no medium is loaded.`)
  const target = targetAt(path, { overwriteDevice: false })
  const repository = await places.open(from)
  const begun = records
    .list()
    .sets.find(
      (set) => set.repository === repository.id && set.volumes.some(({ sealedAt }) => sealedAt === undefined),
    )
  const record = begun ?? (await beginSet({ from, copy }, places))
  const { written, left, leftOut } = await writeSet(repository.storage, records, record, {
    target,
    now,
    signal,
    onProgress: ({ volume, volumes, ...figures }) =>
      onProgress({ ...figures, phase: `${record.set} ${volume}/${volumes}` }),
  })
  const said = `volumes written of ${record.set}: ${written.length}`
  if (left > 0) throw mediumNeeded(`${said}, ${left} to go: the medium took what it could.`)
  return leftOut.length === 0
    ? { outcome: 'done', summary: said }
    : { outcome: 'partly', summary: `${said}; ${leftOut.length} damaged files are not on them` }
}

async function beginSet(
  { from, copy }: { from: ProtectTask['copy']; copy: ProtectTask['copy'] },
  places: LayerPlaces,
) {
  const repository = await places.open(from)
  const createdAt = places.now().toISOString()
  const files = await chooseFiles(repository, { keys: true, signal: places.signal })
  const plan = planVolumes(files, { volumeBytes: copy.volumeSize })
  const stamp = createdAt.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')
  return startSet(places.records, plan, {
    set: `${copy.id
      .toLowerCase()
      .replaceAll(/[^a-z0-9]/g, '-')
      .slice(0, 24)}-${stamp}`,
    repository: repository.id,
    location: from.location ?? from.id,
    createdAt,
    keys: 'here',
  })
}

function mediumNeeded(message: string): AnlaufError {
  return new AnlaufError('medium-needed', message, {
    hint: 'Load an empty medium, then run "anlauf protect run" again; it goes on with this set.',
    retry: 'later',
  })
}
