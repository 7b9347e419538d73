/** The only place where the console knows the API: by its types, never by its code. */
export type {
  CaseSummaryShape,
  ClockBoardShape,
  ClockRowShape,
  EntryShape,
  FirstHour,
  Matrix,
  PlanShown,
  RosterShown,
  Timeline,
  TimelineEntry,
  MeShape,
  VerificationShape,
} from '../../../platform/src/doors/api/index.ts'
