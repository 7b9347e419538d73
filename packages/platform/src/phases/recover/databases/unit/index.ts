/**
 * Parts of databases as content of a unit, so that the case's gate covers them like files.
 *
 *     values of the cut-out database ─▶ engines ─┬─ all clean ─▶ piece: files, record, manifest lines ─▶ facts
 *                                                └─ anything else ─▶ sealed, and there is no piece
 *
 * Guarantees: what stands in a manifest of a piece has exactly the record whose digest the case holds, and with it
 * files, figures, scan and the list of changed roles and code that two people approve; any other record in the clean
 * room counts for nothing. A run with other rules keeps the files, but the gate asks for a scan with those in force.
 * Not guaranteed: that words are found which an application packs or encodes in its own way before it stores them.
 */
export { addPiece, type AddPieceOptions, emptyPlan } from './add-piece.ts'
export { heldFacts } from './held-facts.ts'
export type { FlaggedValue } from './judge-values.ts'
export { keptPieces } from './kept-pieces.ts'
export { makePiece } from './make-piece.ts'
