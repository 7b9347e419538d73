import { accessTexts } from './access-texts.ts'
import { caseTexts } from './case-texts.ts'
import { claimTexts } from './claim-texts.ts'
import { databaseTexts } from './database-texts.ts'
import { dutyTexts } from './duty-texts.ts'
import { inquiryTexts } from './inquiry-texts.ts'
import { noticeTexts } from './notice-texts.ts'
import { requestTexts } from './request-texts.ts'
import { responseTexts } from './response-texts.ts'
import { updateTexts } from './update-texts.ts'
import { updateTextTexts } from './update-text-texts.ts'
import type { FailureTexts } from '../failure-texts.ts'

/** The German of every sentence, by area. A sentence that two areas say stands in one of them. */
export const everyText: readonly FailureTexts[] = [
  accessTexts,
  caseTexts,
  claimTexts,
  databaseTexts,
  dutyTexts,
  inquiryTexts,
  noticeTexts,
  requestTexts,
  responseTexts,
  updateTexts,
  updateTextTexts,
]
