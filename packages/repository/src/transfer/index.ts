/**
 * Blobs on their way from one pack to another, in the same repository or in another one.
 *
 *     packs ─read─▶ MAC ─▶ decrypt ─▶ (decompress, SHA-256) ─▶ compressed payload ─▶ fresh IV ─▶ new pack ─▶ index
 *
 * Guarantees: nothing is passed on that does not hash to its id; no IV is used twice; nothing is chunked or,
 * as a rule, compressed again. Not guaranteed: any order among the blobs.
 */
export { type BlobSink, createBlobSink } from './blob-sink.ts'
export { createMover, type MovedFigures, type Mover, stoppable } from './mover.ts'
export { reachBlobs } from './reachable-blobs.ts'
export { openStored, plainOf, readStoredBlobs, type StoredBlob, type UnreadableBlob } from './stored-blobs.ts'
