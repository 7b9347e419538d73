import type { Recovered } from '../../../../adapters/postgres-source/index.ts'
import type { ObjectChange } from '../../../../phases/recover/databases/index.ts'
import { counted } from '../../terminal/output.ts'
import { printable } from '../../terminal/printable.ts'
import { maxLines } from '../change-lines.ts'

/** What a recovery came to, as `report.json` keeps it and the case is told. */
export type RecoveryReport = ReturnType<typeof reportOf>

export function reportOf(recovered: Recovered, changes: readonly ObjectChange[] | undefined) {
  const { plan, replay, databases, badPages, settings } = recovered
  return {
    plan,
    folder: recovered.cluster.folder,
    stopped: replay.stopped ?? null,
    redoneTo: replay.redoneTo ?? null,
    lastCommit: replay.lastCommit ?? null,
    segments: recovered.segments,
    gap: recovered.gap ?? null,
    laterTimelines: recovered.laterTimelines,
    ownNetwork: recovered.ownNetwork,
    badPages: badPages ?? null,
    databases,
    settings,
    changes: changes ?? null,
    problems: [
      ...databases.flatMap(({ database, problem }) =>
        problem === undefined ? [] : [`${database} cannot be read whole: ${problem}`],
      ),
      ...(badPages === undefined || badPages === 0 ? [] : [`${badPages} pages have a wrong checksum`]),
    ],
  }
}

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
