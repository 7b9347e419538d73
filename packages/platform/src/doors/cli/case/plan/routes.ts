import { caseAdopt } from './adopt.ts'
import { caseNext } from './next.ts'
import { casePlan } from './plan.ts'
import { caseAmend, caseExtend, caseReopen } from './scope.ts'
import { caseSign } from './sign.ts'
import { caseAgain, caseDone, caseFail, caseFill, caseSkip, caseStart } from './stage.ts'

/** What people do with the plan that a case follows. */
export const planOfCaseRoutes = {
  adopt: caseAdopt,
  plan: casePlan,
  next: caseNext,
  start: caseStart,
  fill: caseFill,
  sign: caseSign,
  done: caseDone,
  skip: caseSkip,
  fail: caseFail,
  again: caseAgain,
  extend: caseExtend,
  amend: caseAmend,
  reopen: caseReopen,
}
