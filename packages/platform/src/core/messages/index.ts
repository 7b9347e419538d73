/** One source of words: every language says the same, and the compiler notices what is missing. */
import { de, deUpdates } from './de.ts'
import { en, enUpdates } from './en.ts'
import type { Messages, UpdateTexts } from './messages.ts'

export type { CaseStage, Messages, RecoveryStep, ServiceState, UpdateTexts } from './messages.ts'

export const messages: Readonly<Record<'de' | 'en', Messages>> = { de, en }
export const updateTexts: Readonly<Record<'de' | 'en', UpdateTexts>> = { de: deUpdates, en: enUpdates }
export {
  type ClaimClass,
  claimClasses,
  claimScopeWords,
  type ClaimState,
  claimStates,
  claimWords,
} from './claim-words.ts'
export { claimClassNames, claimStateNames } from './claim-names.ts'
export { extensionWords } from './extension-words.ts'
export { type FactId, factWords } from './approval-words.ts'
export { dutyFactWords } from './duty-fact-words.ts'
export {
  type ContentKind,
  contentKinds,
  harmlessSentences,
  kindWords,
  type PartWords,
  partWords,
  questionTopics,
  questionWords,
  topicWords,
} from './content-words.ts'
export { frameWords, listed } from './content-frame.ts'
export { momentText } from './moment.ts'
export { type SiteWords, siteWords } from './site-words.ts'
export { factSheetWords } from './fact-words.ts'
export { type OutsideProblem, type OutsideWords, outsideWords } from './outside-words.ts'
export { draftWords } from './draft-words.ts'
export { findingFactWords, findingTextWords } from './finding-words.ts'
export { type LetterFactId, letterFactWords } from './letter-fact-words.ts'
export { type InquiryPageWords, inquiryWords } from './inquiry-words.ts'
export { quietWords } from './quiet-words.ts'
export { type CallCause, noticeWords } from './notice-words.ts'
export { contentPageWords } from './content-page-words.ts'
export { closingFigures } from './closing-words.ts'
export { type ShownAs, shownText } from './shown-words.ts'
export { statementWords, type StatementWords } from './statement-words.ts'
export { chatWords } from './chat-words.ts'
export { type SubscriptionWords, subscriptionWords } from './subscription-words.ts'
