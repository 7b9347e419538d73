/**
 * The API: how the console and other programs come in.
 *
 *     request ─▶ own name? ─▶ who? ─▶ may they? ─▶ read the case, or decide a command ─▶ answer, or a problem
 *     append (by whomever) ─NOTIFY─▶ server-sent events, resumed by number
 *
 *     one-time link ─▶ passkey ─▶ session (hash) ─▶ role ─▶ permission, named after the command
 *
 * Guarantees: an answer about a case names the entry (`seq`) up to which it is true; a stream leaves out and repeats
 * no entry, also when it is resumed; a command is decided on exactly the case that its author saw, and happens once
 * however often it is repeated. Without a valid token or session nobody reads anything but `/health`, the sign-in page
 * and the error pages; what is copied from the database opens no session; a challenge and an invitation serve once.
 * Whatever changes something comes from our own page or brings a token. Who was let in, refused or blocked is a chain
 * of evidence; no log line holds a query, header or body. What the engine measures is not taken over HTTP: people ask for
 * work, which is one of a closed list of commands with places that the workplace file names, and which measures and
 * records itself. What people state of the incident counts with their passkey only.
 * Not guaranteed: TLS. The server listens on loopback addresses, or behind a proxy that adds it. Who can read the
 * home of the account can read its token, and could use the command line as well.
 */
export type { PlanShown } from './response/plan-routes.ts'
export type { WordShape } from './word/word-view.ts'
export type { ClosingShape } from './response/close-routes.ts'
export type { Timeline } from './overview/overview-routes.ts'
export type { TimelineEntry } from './overview/timeline-entry.ts'
export type { FirstHour, Matrix, RestartPlan, Throughput } from '../../core/overview/index.ts'
export type { JobShown } from './jobs/job-view.ts'
export type { JobDesk } from './jobs/job-desk.ts'
export type {
  ApprovalRequestShape,
  ApprovalsShape,
  SignOptionsShape,
  EstateShape,
  TenantNamesShape,
  ExerciseScoreShape,
  QueueGroupShape,
  QueuePageShape,
  QueueRowShape,
  SideBySideShape,
} from './desk/desk-shapes.ts'
export type { CheckedClaimShape, ClaimShape, ClaimsShape } from './claims/claim-shapes.ts'
export type { FactFieldShape, FactHistoryShape, FactSheetShape } from './facts/fact-shapes.ts'
export type { DutyBoardShape, DutyDraftShape, DutyRowShape } from './duties/duty-shapes.ts'
export type { SubscriptionBoardShape } from './subscriptions/subscription-routes.ts'
export type { CallBoardShape, DeliveryPageShape, NoticeBoardShape } from './notices/notice-shapes.ts'
export type { DeskSources, EstateReading } from './desk/desk-sources.ts'
export { keyEvents } from './approvals/admitted-keys.ts'
export { makeRecoveryCodes } from './access/recovery-codes.ts'
export { openApiText } from './openapi-document.ts'
export { type RunningApi, serveApi, type ServeOptions } from './serve-api.ts'
export type { ConsoleFiles } from './pages/console-files.ts'
export type {
  CaseSummaryShape,
  CaseViewShape,
  ClockBoardShape,
  ClockRowShape,
  EntryShape,
  MeShape,
  VerificationShape,
} from './answer-shapes.ts'
export type {
  InquiryAnswerShape,
  InquiryClusterShape,
  InquiryFiguresShape,
  InquiryShape,
} from './inquiries/inquiry-shapes.ts'
export type { RosterShown } from './response/roster-routes.ts'
export type {
  DraftedLettersShape,
  FindingShape,
  LetterShape,
  LettersToReadShape,
  StatementBoardShape,
  StatementRowShape,
  StatementShape,
  TenantFindingsShape,
} from './statements/statement-shapes.ts'
