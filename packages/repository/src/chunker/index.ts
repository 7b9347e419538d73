/**
 * Where a file is cut into blobs: Rabin fingerprints as the format wants them.
 *
 *     bytes ─▶ rabinKernel (WASM) ─▶ cut positions
 *              rabinTwin (plain)  ─▶ the same, slowly: the oracle
 *
 * Guarantees: equal polynomial and bytes give the cuts that restic makes, however the bytes are fed.
 * Non-guarantees: one finder follows one stream; it is not shared between files without `reset`.
 */
export type { ChunkSizes, CutFinder } from './chunk-sizes.ts'
export { formatChunkSizes } from './chunk-sizes.ts'
export { chunkerDegree, degree, isIrreducible, type Polynomial, randomPolynomial } from './polynomial.ts'
export { rabinKernel } from './rabin-kernel.ts'
