/** The only place where the console knows the API: by its types, never by its code. */
export type {
  ApprovalRequestShape,
  ApprovalsShape,
  SignOptionsShape,
  CaseSummaryShape,
  CaseViewShape,
  EntryShape,
  EstateShape,
  ExerciseScoreShape,
  JobShown,
  MeShape,
  QueueGroupShape,
  QueuePageShape,
  QueueRowShape,
  SideBySideShape,
} from '../../../platform/src/doors/api/index.ts'
