/**
 * Packs: many encrypted blobs in one file, with a header at the end that lists them.
 *
 *     blob … blob ‖ Enc(header) ‖ uint32LE(header length)
 *
 * Guarantees: a blob that opens is authentic, has the length the index claims and hashes to its id; nothing
 * is allocated on the word of a forged length. Not guaranteed: that the index and the header agree; `check`
 * compares them.
 */
export { decodeHeader, type HeaderBlob, maxHeaderLength, sealPackTrailer, trailerLength } from './header.ts'
export { type BlobMemory, checkBlobSize, openBlob, sealBlob, type SealedBlob } from './open-blob.ts'
export { packHeaderOf, readPackHeader } from './read-header.ts'
