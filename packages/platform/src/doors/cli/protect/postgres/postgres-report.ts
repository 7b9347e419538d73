import type { compareInventories } from '../../../../phases/recover/databases/index.ts'
import { counted } from '../../terminal/output.ts'
import type { RecoveryReport } from '../../recover/postgres/run.ts'

/** A list that goes over a screen is read from the report. */
const maxLines = 40

export function recoveredLines(report: RecoveryReport): string[] {
  const risky = report.settings.filter((setting) => setting.risky)
  return [
    `${report.plan.cluster} is restored in ${report.folder}; its server is stopped.`,
    `  ${report.stopped ?? `replayed to the end of the log, ${report.redoneTo ?? 'which was empty'}`}`,
    ...(report.lastCommit === null ? [] : [`  last commit in it: ${report.lastCommit}`]),
    ...(report.gap === null
      ? []
      : [`  the archive has a gap: ${report.gap} is missing; later segments were not used`]),
    ...report.laterTimelines.map(
      (timeline) =>
        `  the archive goes on with timeline ${timeline} after a promotion; --timeline ${timeline} follows it`,
    ),
    `  network: ${report.ownNetwork ? 'none (a namespace without interfaces)' : 'closed by settings only; run it on a machine without network'}`,
    `  pages: ${report.badPages === null ? 'the cluster has no checksums' : counted(report.badPages, 'bad page')}`,
    `  rows: ${counted(report.databases.length, 'database')} read`,
    ...report.problems.map((problem) => `  NOT WHOLE: ${problem}`),
    `${counted(report.settings.length, 'setting')} put aside, ${risky.length} of them run commands, load code or connect:`,
    ...risky.slice(0, maxLines).map(({ file, name, value }) => `  ${file}: ${name} = ${printable(value)}`),
  ]
}

export function changeLines(compared: ReturnType<typeof compareInventories> | undefined): string[] {
  if (compared === undefined) return ['There is no inventory to compare with.']
  const { changes, comparesSecrets } = compared
  return [
    `${counted(changes.length, 'change')} of roles, functions, triggers, extensions and rights for a person to look at:`,
    ...changes.slice(0, maxLines).map(({ change, kind, database, name, reasons }) => {
      const place = database === '' ? '' : ` in ${database}`
      const why = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`
      return `  ${change} ${kind} ${printable(name)}${place}${why}`
    }),
    ...(changes.length > maxLines ? [`  and ${changes.length - maxLines} more: report.json`] : []),
    ...(comparesSecrets
      ? []
      : ['Passwords and connection strings were not compared: one side could not read them.']),
  ]
}

/** Names and values come from a cluster that somebody else had: no control characters reach a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 200)
}
