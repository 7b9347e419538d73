import { printName } from '@anlauf/repository'

import type { FileVerdict, HistoryReport, JudgedFile } from '../../../phases/detect/index.ts'
import { counted, formatCount, formatTime, tableLines } from '../terminal/output.ts'

/** A report for people: what happened in which night, to whom, to which files, and what to do now. */
export function timelineLines(
  report: HistoryReport,
  options: { estate?: string | undefined; repo?: string | undefined },
): string[] {
  if (report.snapshots.length === 0) {
    return [
      'The repository holds no snapshot, so nothing can be said.',
      'Check that you named the right one.',
    ]
  }
  return [...nights(report), '', ...onsets(report), ...convicted(report), '', ...whatNow(report, options)]
}

type Counts = Readonly<Record<FileVerdict, number>>

/** More snapshots are folded: nobody reads a year of quiet nights. */
const shownInFull = 40

function nights(report: HistoryReport): string[] {
  const counts = countsBySnapshot(report.files)
  const isFirst = firstOfSeries(report)
  const starts = new Set(report.tenants.flatMap(({ onset }) => onset?.before ?? []))
  const rows: string[][] = [['Snapshot', 'Time', 'Host', 'Changed', 'Convicted', 'Suspicious', 'Unknown', '']]
  let quiet = 0
  const fold = (): void => {
    if (quiet > 0) rows.push(['...', `${counted(quiet, 'snapshot')} with ordinary changes only`])
    quiet = 0
  }
  for (const { id, time, host } of report.snapshots) {
    const { clean, convicted, suspicious, unknown } = counts.get(id) ?? none
    const isQuiet = convicted + suspicious + unknown === 0
    if (isQuiet && !isFirst.has(id) && report.snapshots.length > shownInFull) {
      quiet += 1
      continue
    }
    fold()
    const note = isFirst.has(id) ? 'baseline' : starts.has(id) ? '<- encryption began before this one' : ''
    const figures = [clean + convicted + suspicious + unknown, convicted, suspicious, unknown]
    rows.push([id.slice(0, 8), formatTime(time), printName(host), ...figures.map(formatCount), note])
  }
  fold()
  return tableLines(rows, { right: [3, 4, 5, 6] })
}

const none: Counts = { clean: 0, convicted: 0, suspicious: 0, unknown: 0 }

function countsBySnapshot(files: readonly JudgedFile[]): ReadonlyMap<string, Counts> {
  const counts = new Map<string, Record<FileVerdict, number>>()
  for (const { versions } of files) {
    for (const { snapshot, verdict } of versions) {
      const night = counts.get(snapshot) ?? { ...none }
      night[verdict] += 1
      counts.set(snapshot, night)
    }
  }
  return counts
}

function firstOfSeries({ snapshots }: HistoryReport): ReadonlySet<string> {
  const first = new Map<string, string>()
  for (const { id, host, paths } of snapshots) {
    const series = JSON.stringify([host, ...paths.toSorted()])
    if (!first.has(series)) first.set(series, id)
  }
  return new Set(first.values())
}

function onsets({ tenants }: HistoryReport): string[] {
  if (tenants.length === 0) return ['No file was convicted of being encrypted.']
  return [
    'Who was hit, and when it began:',
    ...tableLines(
      tenants.map(({ tenant, onset, filesHit }) => [
        `  ${printName(tenant)}`,
        counted(filesHit, 'file'),
        onset === null
          ? 'too little to say when it began'
          : onset.after === null
            ? `before the first snapshot, ${formatTime(onset.to)}`
            : `after ${formatTime(onset.from)}, before ${formatTime(onset.to)}`,
      ]),
      { right: [1] },
    ),
  ]
}

/** Enough to believe it; the JSON has all. */
const shownFiles = 8

function convicted({ files, snapshots }: HistoryReport): string[] {
  const order = new Map(snapshots.map(({ id }, at) => [id, at]))
  const found = files
    .flatMap((file) => {
      const version = file.versions.find(({ verdict }) => verdict === 'convicted')
      return version === undefined ? [] : [{ file, version, at: order.get(version.snapshot) ?? 0 }]
    })
    .sort((a, b) => a.at - b.at || (a.file.path < b.file.path ? -1 : 1))
  if (found.length === 0) return []
  const rest = found.length - shownFiles
  return [
    '',
    'The first convicted files:',
    ...found
      .slice(0, shownFiles)
      .flatMap(({ file, version }) => [
        `  ${printName(`${file.host}:${file.path}`)}  in ${version.snapshot.slice(0, 8)}${clean(file)}`,
        ...version.reasons.map((reason) => `      ${printName(reason)}`),
      ]),
    ...(rest > 0 ? [`  and ${formatCount(rest)} more; --json names them all`] : []),
  ]
}

function clean({ role, newestClean }: JudgedFile): string {
  if (role === 'note') return ' (ransom note)'
  if (role === 'successor') return ' (came with the attack)'
  return newestClean === null ? ', no clean version' : `, clean in ${newestClean.slice(0, 8)}`
}

function whatNow(
  report: HistoryReport,
  { estate = 'FILE', repo }: { estate?: string | undefined; repo?: string | undefined },
): string[] {
  const named = repo === undefined ? '' : ` --repo ${repo}`
  if (report.onset !== null) {
    return [
      'What to do now:',
      '  1. Delete no snapshot and no key of this repository, and let nobody "forget" or "prune" it.',
      `  2. anlauf case declare --case ID --title TEXT --estate ${estate}`,
      '  3. Cut the attacked systems off, and prove it: anlauf case isolated',
      `  4. anlauf recover plan --case ID${named} --estate ${estate} --out plan.json`,
    ]
  }
  const open = report.files.filter(({ versions }) => versions.at(-1)?.verdict !== 'clean').length
  if (open > 0) {
    return [
      `What to do now: ${counted(open, 'file')} could not be called clean, but this is no proof of an attack.`,
      'Let somebody who knows these files look at them; --json names them with reasons.',
    ]
  }
  return [
    'Nothing here looks like encryption. The first snapshot of each series was taken as it is:',
    'this history says nothing about what happened before it, nor about data that was copied away.',
  ]
}
