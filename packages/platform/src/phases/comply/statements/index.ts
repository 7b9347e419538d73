/**
 * Statements: what each customer is told about its own part, as letter, text and particulars for its own report.
 *
 *     tenant's fact sheet + findings in force + its unit ─compose─▶ content (de + en) ─hash─▶ signed by dpo + forensics
 *     content + address ─▶ letter (printed document) ─▶ PDF/A      content before ─▶ differences, sentence by sentence
 *
 * Guarantees: every question about every service and kind of data of the tenant has an answer, "not examined yet" where
 * nobody gave one; "cannot be determined" and "not examined yet" say that this is no all-clear; both languages come from
 * the same findings; a statement holds nothing of another tenant, no judgement of counsel and no rating of risk; the
 * same facts give the same substance, other facts another one.
 * Not guaranteed: that a description gives nobody away; nearly right names are shown to people. All texts are drafts
 * for counsel.
 */
export { checkStatement, type StatementFinding, writtenTexts } from './check-statement.ts'
export { type Addressee, addresseeOf } from './letter-address.ts'
export { compareLetters, type SectionChange } from './compare-letters.ts'
export { composeStatement, type DraftTerms, type StatementBase } from './compose-statement.ts'
export { type DraftedLetter, type DraftingPlace, draftLetters, recordDrafts } from './draft-letters.ts'
export { differences } from './differences.ts'
export { findingText } from './finding-text.ts'
export { outdatedIn } from './outdated.ts'
export { promisesEnd } from './promises.ts'
export { plainParticulars, plainStatement } from './plain-statement.ts'
export { type LetterTerms, statementLetter } from './statement-letter.ts'
export { contentHash, contentText, type StatementContent, substanceOf } from './statement-content.ts'
export { wordingOf } from './wording.ts'
