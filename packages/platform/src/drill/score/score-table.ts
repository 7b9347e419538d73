import { formatBytes, formatCount, formatSeconds } from '../../doors/cli/index.ts'
import { databaseRow } from '../databases/index.ts'
import { groupRow } from '../groups/score-groups.ts'
import { mailRow } from '../mail/score-mail.ts'
import { wordRow } from '../word/index.ts'
import { planRow } from './score-plan.ts'
import { siteRows } from './score-site.ts'
import { passed, type Score } from './score.ts'

/** The score for people: what was asked, what was found, whether it is enough. */
export function scoreLines(score: Score): string[] {
  const { releasedWrong: wrong, seconds, bytesPerSecond: speed } = score
  const rows: [string, string, boolean?][] = [
    [
      'Estate',
      `${score.tenants} tenants, ${formatCount(score.files)} files, ${formatBytes(score.bytes)}, seed ${score.seed}`,
    ],
    ['Files hit', formatCount(score.filesHit)],
    [
      'Onset',
      `exact for ${exactOnsets(score)} of ${Object.keys(score.onset.truth).length} tenants`,
      score.onset.snapshotExact,
    ],
    ['False alarms', formatCount(score.falseAlarms), score.falseAlarms === 0],
    ['Missed', formatCount(score.missed), score.missed === 0],
    [
      'Restored exactly',
      `${formatCount(score.restoredExact)} of ${formatCount(score.restorable)}`,
      score.restoredExact === score.restorable,
    ],
    [
      'Released wrong',
      `${wrong.encrypted} encrypted, ${wrong.infected} infected, ${wrong.unscanned} unscanned`,
      wrong.encrypted + wrong.infected + wrong.unscanned === 0,
    ],
    mailRow(score.mail),
    groupRow(score.groups),
    databaseRow(score.database),
    planRow(score.plan),
    wordRow(score.word),
    ['Evidence', `${formatCount(score.evidence.entries)} entries`, score.evidence.verified],
    [
      'Speed',
      `backup ${formatBytes(speed.backup)}/s, detect ${formatBytes(speed.detect)}/s, recover ${formatBytes(speed.recover)}/s`,
    ],
    [
      'Time',
      Object.entries(seconds)
        .map(([phase, value]) => `${phase} ${formatSeconds(value)}`)
        .join(', '),
    ],
    ...siteRows(score.edition),
  ]
  return [
    '',
    ...rows.map(([name, value, good]) => `  ${mark(good)} ${name.padEnd(17)} ${value}`),
    '',
    passed(score)
      ? 'The drill passed: nothing wrong was released, everything restorable is back.'
      : 'The drill FAILED:',
    ...score.reasons.map((reason) => `  - ${reason}`),
  ]
}

function mark(good: boolean | undefined): string {
  return good === undefined ? ' ' : good ? '✓' : '✗'
}

function exactOnsets({ onset }: Score): number {
  return Object.entries(onset.truth).filter(
    ([tenant, truth]) =>
      truth.before === onset.found[tenant]?.before && truth.after === onset.found[tenant]?.after,
  ).length
}
