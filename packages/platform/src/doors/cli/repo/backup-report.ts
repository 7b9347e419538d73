import type { BackupResult, Progress } from '@anlauf/repository'

import type { AnlaufContext } from '../context.ts'
import {
  formatBytes,
  formatCount,
  formatSeconds,
  printJsonLine,
  printLines,
  progressLine,
} from '../terminal/output.ts'

/** What a backup says while it runs and at its end: text for people, or restic's JSON messages. */
export interface BackupReport extends Disposable {
  onProgress(progress: Progress): void
  onProblem(problem: { path: string; message: string }): void
  onNotice(notice: { path: string; message: string }): void
  /** `missing` counts named paths that do not exist. */
  end(result: BackupResult, missing: number): void
}

/** Starts the clock. */
export function backupReport(
  context: AnlaufContext,
  flags: { readonly json: boolean; readonly quiet: boolean },
): BackupReport {
  const startedAt = performance.now()
  const seconds = (): number => (performance.now() - startedAt) / 1000
  const progress = progressLine(context, { quiet: flags.json || flags.quiet })
  const status = flags.json && !flags.quiet ? statusLines(context, seconds) : undefined
  const { stderr } = context.process
  let problems = 0
  return {
    onProgress(figures) {
      status?.(figures, problems)
      progress.update(figures)
    },
    onProblem({ path, message }) {
      problems += 1
      const error = { message_type: 'error', error: { message }, during: 'archival', item: path }
      stderr.write(flags.json ? `${JSON.stringify(error)}\n` : `not stored: ${path}: ${message}\n`)
    },
    onNotice({ path, message }) {
      if (!flags.quiet && !flags.json) stderr.write(`${path}: ${message}\n`)
    },
    end(result, missing) {
      progress.end()
      if (flags.json) printJsonLine(context, summaryOf(result, seconds()))
      else if (!flags.quiet) printLines(context, linesOf(result, missing, seconds()))
    },
    [Symbol.dispose]: () => progress.end(),
  }
}

/** restic's status messages, as often as `RESTIC_PROGRESS_FPS` says; none without it. */
function statusLines(
  context: AnlaufContext,
  seconds: () => number,
): ((figures: Progress, errors: number) => void) | undefined {
  const perSecond = Number(context.process.env['RESTIC_PROGRESS_FPS'])
  if (!(perSecond > 0)) return undefined
  let next = 0
  return (figures, errors) => {
    if (seconds() < next) return
    next = seconds() + 1 / perSecond
    printJsonLine(context, {
      message_type: 'status',
      seconds_elapsed: Math.floor(seconds()),
      percent_done: figures.bytesTotal === undefined ? 0 : figures.bytesDone / figures.bytesTotal,
      total_files: figures.total,
      files_done: figures.files,
      total_bytes: figures.bytesTotal,
      bytes_done: figures.bytesDone,
      error_count: errors,
      current_files: figures.current === undefined ? [] : [figures.current],
    })
  }
}

function summaryOf({ snapshot, summary, problems }: BackupResult, seconds: number): Record<string, unknown> {
  return {
    message_type: 'summary',
    files_new: summary.filesNew,
    files_changed: summary.filesChanged,
    files_unmodified: summary.filesUnmodified,
    dirs_new: summary.dirsNew,
    dirs_changed: summary.dirsChanged,
    dirs_unmodified: summary.dirsUnmodified,
    data_blobs: summary.dataBlobs,
    tree_blobs: summary.treeBlobs,
    data_added: summary.dataAdded,
    data_added_packed: summary.dataAddedPacked,
    total_files_processed: summary.totalFilesProcessed,
    total_bytes_processed: summary.totalBytesProcessed,
    total_duration: seconds,
    problems,
    ...(snapshot === undefined ? { dry_run: true } : { snapshot_id: snapshot.id }),
  }
}

function linesOf({ snapshot, summary, problems }: BackupResult, missing: number, seconds: number): string[] {
  const total = summary.totalBytesProcessed
  const left = [
    ...(problems > 0 ? [`${formatCount(problems)} entries`] : []),
    ...(missing > 0 ? [`${formatCount(missing)} named paths that do not exist`] : []),
  ]
  return [
    `Files   ${formatCount(summary.filesNew)} new, ${formatCount(summary.filesChanged)} changed, ${formatCount(summary.filesUnmodified)} unmodified`,
    `Folders ${formatCount(summary.dirsNew)} new, ${formatCount(summary.dirsChanged)} changed, ${formatCount(summary.dirsUnmodified)} unmodified`,
    `Read    ${formatCount(summary.totalFilesProcessed)} files, ${formatBytes(total)} in ${formatSeconds(seconds)} (${formatBytes(total / seconds)}/s)`,
    `Stored  ${formatBytes(summary.dataAdded)} new data, ${formatBytes(summary.dataAddedPacked)} in the repository`,
    left.length > 0 ? `Not stored: ${left.join(' and ')}, named above` : 'All entries stored',
    snapshot === undefined ? 'Dry run: nothing was written' : `Snapshot ${snapshot.id.slice(0, 8)} saved`,
  ]
}
