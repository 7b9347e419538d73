/**
 * What kind of bytes a content holds, at the price of one look at them.
 *
 *     bytes ─▶ takeCensus (WASM, SIMD) ─▶ counts of the 256 values, Σ count² of every 4 KiB
 *              censusTwin (plain)      ─▶ the same, slowly: the oracle
 *
 * Guarantees: the same bytes give the same numbers for ever; contents up to 16 KiB are counted to the last byte.
 * Non-guarantees: of larger contents a quarter is counted, always the same one. It draws no conclusions.
 */
export type { Census, CensusTaker } from './census.ts'
export { unpackCounts } from './packed-counts.ts'
export { takeCensus } from './census-kernel.ts'
