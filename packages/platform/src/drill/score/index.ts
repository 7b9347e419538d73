/**
 * The judge of the drill: compares the responders' work with the truth.
 *
 * Guarantees: pure; a file counts as restored only when its bytes are those of its newest clean version;
 * anything encrypted, infected or without a clean verdict in a released folder fails the drill.
 */
export { type Outcome, passed, type Score, scoreDrill, type TrueSnapshot } from './score.ts'
export type { ReleasedFile } from '../released-files.ts'
export { scorePlan } from './score-plan.ts'
export { scoreFact } from './score-fact.ts'
export { scoreLines } from './score-table.ts'
