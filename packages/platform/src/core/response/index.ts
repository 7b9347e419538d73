/**
 * The response: a case that follows an emergency plan, as events in the case's log.
 *
 *     plan.yaml + estate ─adopt─▶ plan.adopted · scope.stated
 *     people's words, signatures ─▶ stage.* events ─┐
 *     facts of the engine (case events) ────────────┴─▶ standings: blocked · ready · started · done · skipped · failed
 *                                                          └─▶ plan view · next steps · what is missing
 *
 * Guarantees: how a stage stands follows from the log alone, the same after a restart and on another machine; nobody
 * starts or ends a stage before those that it needs; what the engine proves is done when it is proved and not before;
 * what the plan lets several people sign is done only with their genuine signatures on exactly what was filled in;
 * what was left out proves nothing at a gate. Who joins later opens again what has to do with them, and only that.
 * Not guaranteed: that what people say they did was done. The gates of `core/case` do not depend on any of it.
 */
export type { AlarmEvent, ChannelOutcome } from './alarm/alarm-events.ts'
export { alarmMessage, type AlarmMessage, deliveriesTo, exerciseMark } from './alarm/alarm-message.ts'
export { openAlarm, openAlarms, rosterDigest } from './alarm/decide-alarm.ts'
export { openRoles } from './alarm/due-calls.ts'
export { untoldOverrides } from './alarm/override-alarm.ts'
export type { Filling, ResponseCommand } from './commands.ts'
export { isResponseRefusal, type ResponseRefusal } from './refusal.ts'
export { closingCriteria } from './close-case.ts'
export { decideResponse } from './decide.ts'
export { responseDraftOf, responseEventOf } from './entry-of.ts'
export type { ResponseEvent, SeenEvent } from './events.ts'
export { evolveResponse } from './evolve.ts'
export { nextSteps, type NextStep, type NextSteps } from './next-steps.ts'
export { type InstanceView, planView, type PlanView, type StageView } from './plan-view.ts'
export { afterEntry, openResponse, refusedError, type ResponseSession } from './response-session.ts'
export { callTree } from './roster/call-tree.ts'
export { lintRoster, rolesAsked, type RosterFinding } from './roster/lint-roster.ts'
export { parseRoster } from './roster/parse-roster.ts'
export type { Roster } from './roster/roster.ts'
export { rosterView, type RosterView } from './roster-view.ts'
export { customersReached } from './said/customers-told.ts'
export { followTellings, tellingsOf } from './said/tellings.ts'
export { scopeOf } from './scope/scope-of.ts'
export { situationLines } from './situation.ts'
export { findStanding } from './stages/find-standing.ts'
export { planContentHash, signedContent } from './stages/genuine.ts'
export type { Missing } from './stages/missing.ts'
export { missingText } from './stages/missing-text.ts'
export { signContent, stageContentHash } from './stages/signatures.ts'
export { standingsOf } from './stages/standings.ts'
export type { Standing, StageStatus } from './stages/standing.ts'
export { initialResponse, type ResponseState } from './state.ts'
