import { accessTexts } from './access-texts.ts'
import { caseTexts } from './case-texts.ts'
import { cliCaseTexts } from './cli-case-texts.ts'
import { cliDeskTexts } from './cli-desk-texts.ts'
import { cliRecoverTexts } from './cli-recover-texts.ts'
import { cliStorageTexts } from './cli-storage-texts.ts'
import { cliWordTexts } from './cli-word-texts.ts'
import { claimTexts } from './claim-texts.ts'
import { databaseTexts } from './database-texts.ts'
import { detectTexts } from './detect-texts.ts'
import { dutyTexts } from './duty-texts.ts'
import { emergencyPlanTexts } from './emergency-plan-texts.ts'
import { estateTexts } from './estate-texts.ts'
import { inquiryTexts } from './inquiry-texts.ts'
import { noticeTexts } from './notice-texts.ts'
import { protectTexts } from './protect-texts.ts'
import { publicationTexts } from './publication-texts.ts'
import { recoverTexts } from './recover-texts.ts'
import { releaseTexts } from './release-texts.ts'
import { requestTexts } from './request-texts.ts'
import { responseTexts } from './response-texts.ts'
import { updateTextTexts } from './update-text-texts.ts'
import { updateTexts } from './update-texts.ts'
import type { FailureTexts } from '../failure-texts.ts'

/** The German of every sentence, by area. A sentence that two areas say stands in one of them. */
export const everyText: readonly FailureTexts[] = [
  accessTexts,
  caseTexts,
  cliCaseTexts,
  cliDeskTexts,
  cliRecoverTexts,
  cliStorageTexts,
  cliWordTexts,
  claimTexts,
  databaseTexts,
  detectTexts,
  dutyTexts,
  emergencyPlanTexts,
  estateTexts,
  inquiryTexts,
  noticeTexts,
  protectTexts,
  publicationTexts,
  recoverTexts,
  releaseTexts,
  requestTexts,
  responseTexts,
  updateTextTexts,
  updateTexts,
]
