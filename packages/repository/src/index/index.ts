/**
 * Which blob lies where. Index files say it on disk, `BlobIndex` holds it in memory.
 *
 *     index files ─decodeIndex─▶ BlobIndex.add ─▶ locations(id) · sizes(id) · blobsOf(pack)
 *
 * Guarantees: every location is kept; at most about 64 bytes a blob. Not guaranteed: that a location is
 * right. Whoever reads there must verify the blob and try the next location.
 */
export { type Bits, createBits } from './bits.ts'
export {
  type BlobIndex,
  type BlobLocation,
  type BlobMarks,
  createBlobIndex,
  type IndexedBlob,
  type MutableBlobIndex,
  sizesOf,
} from './blob-index.ts'
export type { BlobType } from './blob-type.ts'
export { decodeIndex, encodeIndex, type IndexedPack, maxBlobsPerIndexFile } from './index-file.ts'
export { loadIndex } from './load-index.ts'
