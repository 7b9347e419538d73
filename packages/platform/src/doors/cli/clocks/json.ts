import { authorities, type Clock, type RunningDue } from '../../../core/duties/index.ts'

/** A clock for programs: times in UTC, nothing left out. */
export function clockJson({ duty, tenant, state, unanswered, submissions, proposals }: Clock): unknown {
  const { kind } = state
  return {
    duty: duty.id,
    ...(tenant !== undefined && { tenant }),
    row: duty.row,
    norm: duty.norm,
    title: duty.title,
    regime: duty.regime,
    recipient: authorities[duty.recipient].name,
    review: duty.review,
    state: kind,
    unanswered,
    ...detail(state),
    submissions,
    proposals: proposals.map(({ statement, reason, signatures }) => ({ statement, reason, signatures })),
  }
}

function detail(state: Clock['state']): object {
  switch (state.kind) {
    case 'notApplicable':
      return {
        because: state.because,
        ...(state.signed && { signatures: state.signed.signatures }),
      }
    case 'noClock':
      return {}
    case 'waiting':
      return { waitsFor: state.waitsFor, ...(state.latestDue && { latestDue: state.latestDue.toString() }) }
    case 'met':
      return { metAt: state.submission.metAt, late: state.late, ...(state.due && dueJson(state.due)) }
    case 'running':
    case 'approaching':
    case 'missed':
      return dueJson(state)
  }
}

function dueJson({ startedAt, due, dueBy, readings, provisional, formerDue, reminders }: RunningDue): object {
  return {
    startedAt: startedAt.toString(),
    due: due.toString(),
    dueBy,
    provisional,
    ...(formerDue && { formerDue: formerDue.toString() }),
    readings: readings.map((reading) =>
      'due' in reading ? { rule: reading.rule, due: reading.due.toString() } : reading,
    ),
    reminders: reminders.map(String),
  }
}
