import { createHash } from 'node:crypto'

import type { EventOf, ExerciseCheck } from '../../core/case/index.ts'
import { databaseRow, type DatabaseScore } from '../databases/index.ts'
import { groupRow } from '../groups/score-groups.ts'
import { mailRow } from '../mail/score-mail.ts'
import { wordFailures } from '../word/score-word.ts'
import { passed, type Score } from './score.ts'

/** The score as a fact of the case: whole numbers only; names stay in the score that its digest names. */
export function scoreFact(score: Score): EventOf<'exercise.scored'> {
  return {
    type: 'exercise.scored',
    passed: passed(score),
    seed: score.seed,
    checks: checksOf(score),
    phases: Object.entries(score.seconds).map(([phase, seconds]) => ({
      phase,
      ms: Math.round(seconds * 1000),
    })),
    scoreDigest: createHash('sha256').update(JSON.stringify(score)).digest('hex'),
  }
}

function checksOf(score: Score): ExerciseCheck[] {
  const { releasedWrong: wrong, mail, groups, word, bytesPerSecond: speed } = score
  const onsets = Object.keys(score.onset.truth)
  const exact = onsets.filter((tenant) => isExact(score, tenant)).length
  return [
    {
      check: 'estate',
      good: null,
      figures: { tenants: score.tenants, files: score.files, bytes: score.bytes },
    },
    { check: 'filesHit', good: null, figures: { files: score.filesHit } },
    { check: 'onset', good: score.onset.snapshotExact, figures: { exact, of: onsets.length } },
    { check: 'falseAlarms', good: score.falseAlarms === 0, figures: { files: score.falseAlarms } },
    { check: 'missed', good: score.missed === 0, figures: { files: score.missed } },
    {
      check: 'restored',
      good: score.restoredExact === score.restorable,
      figures: { exact: score.restoredExact, of: score.restorable },
    },
    {
      check: 'releasedWrong',
      good: wrong.encrypted + wrong.infected + wrong.unscanned === 0,
      figures: { ...wrong },
    },
    {
      check: 'mail',
      good: mailRow(mail)[2],
      figures: { exact: mail.exact, older: mail.older, lost: mail.lost, twice: mail.duplicates },
    },
    {
      check: 'groups',
      good: groupRow(groups)[2],
      figures: { whole: groups.whole, of: groups.groups, moved: groups.movedTogether },
    },
    {
      check: 'databases',
      good: databaseRow(score.database)[2] ?? null,
      figures: databaseFigures(score.database),
    },
    {
      check: 'word',
      good: word.isPlayed ? wordFailures(word).length === 0 : null,
      figures: word.isPlayed
        ? {
            minutes: word.firstWordMinutes,
            updates: word.updates,
            proved: word.proved,
            of: word.notices,
            contradictions: word.contradictions,
            latePromises: word.latePromises,
          }
        : {},
    },
    { check: 'evidence', good: score.evidence.verified, figures: { entries: score.evidence.entries } },
    {
      check: 'speed',
      good: null,
      figures: { backup: speed.backup, detect: speed.detect, recover: speed.recover },
    },
  ]
}

function isExact({ onset }: Score, tenant: string): boolean {
  const [truth, found] = [onset.truth[tenant], onset.found[tenant]]
  return truth?.before === found?.before && truth?.after === found?.after
}

function databaseFigures(score: DatabaseScore): Record<string, number> {
  if (!score.isPlayed) return {}
  const { rows, exact, foreign, unknown, planted, plantedShown } = score
  return { exact, of: rows, foreign, unknown, plantedShown, planted }
}
