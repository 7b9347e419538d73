/** The only place where the console knows the API: by its types, never by its code. */
export type {
  CaseSummaryShape,
  CaseViewShape,
  ClockBoardShape,
  ClockRowShape,
  EntryShape,
  MeShape,
  VerificationShape,
} from '../../../platform/src/doors/api/index.ts'
