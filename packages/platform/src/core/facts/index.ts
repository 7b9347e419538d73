/**
 * The facts of an incident: one base, from which every notice, report and letter is made.
 *
 *     people ─state, signed─▶ fact (value, source, confidence, as of, estimate?, evidence) ─┐
 *     log of the case, clocks, claims, counters, estate ─▶ what nobody has to type ─────────┴─▶ sheet for a scope
 *
 *     scope: the incident · our own holdings · one tenant
 *
 * Guarantees: of several answers the one with the latest knowledge holds, whatever the order in which they arrived; what
 * took another one's place or was taken back holds no more and stays readable; what the engine knows cannot be typed
 * over; a tenant's sheet has nothing of another tenant and none of counsel's judgements; only registered people state.
 * Not guaranteed: that a fact is true, and that a text gives nobody away by a description.
 */
export {
  type AskedFact,
  askedFact,
  askToState,
  askToWithdraw,
  type FactRequest,
  fieldOfRequest,
} from './asked-fact.ts'
export { checkFact, checkWithdrawal, decideFact, type FactCommand, maxFacts, textsOf } from './decide-fact.ts'
export {
  type Confidence,
  confidences,
  factHash,
  factId,
  type FactScope,
  type FactValue,
  type StatedFact,
  tenantOfScope,
  tenantScope,
  type TextValue,
  withdrawalHash,
} from './fact.ts'
export { type FactEvent, factEventOf } from './fact-event.ts'
export { emptyFacts, type FactLog, factsAfter, holdingFacts, standingFacts, withFact } from './fact-log.ts'
export { type FactSession, openFacts } from './fact-session.ts'
export { type FactBase, factBase, type FactSheet, factSheet } from './fact-sheet.ts'
export type { SheetFact } from './sheet-fact.ts'
export type { Field, FieldGroup, FieldKind } from './field.ts'
export { fieldNamed, fieldOf, fields, fieldsDigest } from './fields/index.ts'
export { type Known, servicesOf } from './known-facts.ts'
export { parseValue } from './parse-value.ts'
export { rolesFor } from './roles.ts'
export { shownValue } from './shown-value.ts'
export { factMessage, type FactSignature, signFact, type SignedFact, type KnownFact } from './signed-fact.ts'
