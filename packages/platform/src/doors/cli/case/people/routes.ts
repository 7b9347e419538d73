import { alarmRoutes } from './alarm.ts'
import { caseClose, caseReview } from './close.ts'
import { caseConfirm, caseDecide, caseDecisions } from './decide.ts'
import { caseAcknowledge, caseHandover, caseReport, caseRole } from './duty.ts'
import { caseRoster } from './roster.ts'

/** Who carries a case, and what they decide. */
export const peopleOfCaseRoutes = {
  roster: caseRoster,
  alarm: alarmRoutes,
  acknowledge: caseAcknowledge,
  role: caseRole,
  handover: caseHandover,
  decide: caseDecide,
  confirm: caseConfirm,
  decisions: caseDecisions,
  report: caseReport,
  review: caseReview,
  close: caseClose,
}
