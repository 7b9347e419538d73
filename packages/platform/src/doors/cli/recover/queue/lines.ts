import { printName } from '@anlauf/repository'

import type { Standing } from '../../../../core/case/index.ts'
import {
  type CaseQueue,
  type ItemView,
  needsPerson,
  type QueueGroup,
  type VersionView,
} from '../../../../phases/recover/index.ts'
import { formatBytes, formatCount, formatTime, tableLines } from '../../terminal/output.ts'
import type { QueueWords } from './words.ts'

const classes = ['N0', 'N1', 'N2', 'N3', 'N4', 'N5', 'N6'] as const

/** The figures of a queue, without its groups. */
export function summaryOf(queue: CaseQueue): Record<string, unknown> {
  return {
    window: queue.window,
    shortSeries: queue.shortSeries,
    units: queue.units.map(({ unit, files, convicted, groups }) => ({
      unit,
      files,
      convicted,
      groups: groups.length,
      forAPerson: groups.filter(needsPerson).length,
    })),
  }
}

/** The window, and a table of files by tenant and class. */
export function queueOverview(queue: CaseQueue, words: QueueWords): string[] {
  const { window, units, shortSeries } = queue
  const convicted = units.reduce((sum, unit) => sum + unit.convicted, 0)
  const rows = units.map(({ unit, files, groups }) => [
    printName(unit),
    ...classes.map((one) => formatCount(files[one])),
    formatCount(groups.filter(needsPerson).length),
  ])
  return [
    window === null
      ? words.noWindow
      : words.window(formatTime(window.from), window.hours, formatTime(window.onset)),
    ...(shortSeries > 0 ? [words.short(shortSeries)] : []),
    ...tableLines([[words.unit, ...classes, words.open], ...rows], { right: [1, 2, 3, 4, 5, 6, 7, 8] }),
    ...(convicted > 0 ? [words.convicted(convicted)] : []),
    ...classes.slice(1).map((one) => `  ${one}  ${words.classes[one]}`),
  ]
}

/** So many groups fit on a screen or two. */
const shown = 40

/** One line a group: its short name, what it is, what the plan does, and the first of its files. */
export function groupLines(
  groups: readonly QueueGroup[],
  words: QueueWords,
  standings: ReadonlyMap<string, Standing> = new Map(),
): string[] {
  if (groups.length === 0) return [words.nothing]
  const rows = groups
    .slice(0, shown)
    .map((group) => [
      group.facts.slice(0, 12),
      printName(group.unit),
      group.class,
      formatCount(group.items.length),
      formatBytes(group.size),
      words.planned[group.planned],
      standingWords(standings.get(group.facts), words),
      whatOf(group, 60),
      group.items[0] === undefined ? '' : printName(`${group.items[0].host}:${group.items[0].path}`),
    ])
  const rest = groups.length - shown
  return [
    words.groups(rows.length, groups.length),
    ...tableLines(
      [
        [words.group, words.unit, words.class, words.files, words.size, words.plan, '', words.what, ''],
        ...rows,
      ],
      {
        right: [3, 4],
      },
    ),
    ...(rest > 0 ? [words.more(rest)] : []),
  ]
}

function standingWords(standing: Standing | undefined, words: QueueWords): string {
  if (standing === undefined) return ''
  const { kind } = standing
  return 'outcome' in standing
    ? `${words.standings[kind]}: ${words.outcomes[standing.outcome]}`
    : words.standings[kind]
}

function whatOf({ held, powers, reasons }: QueueGroup, longest: number): string {
  const text = printName(held?.detail ?? [...powers, ...reasons].join('; '))
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}

/** Everything about one group, its first files with their two versions side by side. */
export function groupDetail(group: QueueGroup, views: readonly ItemView[], words: QueueWords): string[] {
  const { facts, unit, held, powers, reasons, verdict } = group
  const rest = group.items.length - views.length
  return [
    `${words.group} ${facts}`,
    ...tableLines([
      [`  ${words.unit}`, printName(unit)],
      [`  ${words.class}`, `${group.class}: ${words.classes[group.class]}`],
      [`  ${words.plan}`, `${words.planned[group.planned]} (${group.planReason})`],
      ...(held === null ? [] : [[`  ${words.held}`, printName(held.detail)]]),
      ...powers.map((power) => [`  ${words.what}`, power]),
      ...(held === null ? [[`  ${words.says}`, [verdict, ...reasons.map(printName)].join(': ')]] : []),
    ]),
    ...(group.class === 'N1' && held === null ? [words.sample] : []),
    ...views.flatMap((view) => itemLines(view, words)),
    ...(rest > 0 ? [words.more(rest)] : []),
  ]
}

function itemLines({ host, path, newest, previous, same }: ItemView, words: QueueWords): string[] {
  const row = (name: string, of: (view: VersionView) => string): string[] => [
    `    ${name}`,
    of(newest),
    previous === null ? '' : of(previous),
  ]
  return [
    '',
    `  ${printName(`${host}:${path}`)}`,
    ...tableLines([
      ['', words.newest, previous === null ? words.none : words.previous],
      row(
        words.backedUp,
        ({ takenAt, snapshot }) => `${formatTime(takenAt ?? '?')} (${snapshot.slice(0, 8)})`,
      ),
      row(words.changed, ({ mtime }) => formatTime(mtime)),
      row(words.size, ({ size }) => formatBytes(size)),
      row(words.type, ({ type }) => type ?? '?'),
      row(words.structure, ({ structure }) => printName(structure ?? '?')),
      row(
        words.entropy,
        ({ entropy, looksRandom }) => `${entropy ?? '?'}${looksRandom ? `, ${words.random}` : ''}`,
      ),
      row(words.begins, ({ beginning }) => printName((beginning?.text ?? '?').slice(0, 40))),
    ]),
    ...(same === null ? [] : [`    ${words.same(formatBytes(same.atStart), formatBytes(same.atEnd))}`]),
  ]
}
