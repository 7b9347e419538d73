/**
 * Originals: the pieces of evidence themselves, as they were when they were secured.
 *
 *     file ─▶ SHA-256 ─┐                     <home>/originals/objects/ab/<sha256>/content      encrypted, read-only
 *          └▶ AES-256-GCM, segments of 256 KiB ─▶            …/<case>.key   its key, wrapped for one case
 *                                            <home>/originals.key           wraps all keys; keep a copy elsewhere
 *
 * Guarantees
 * - An object is named by the SHA-256 of its plain content, written once, and on disk with its key when `put` returns.
 *   A killed writer leaves nothing under that name; what it left elsewhere is swept away by the next one.
 * - Every reading hashes: bytes that do not fit are reported by name, never given out as if they were the original.
 *   A changed, cut, lengthened or moved segment, and a key of another object or case, is noticed.
 * - Memory does not grow with the size of an object.
 * - `erase` destroys the case's key: the content stays as noise, the log and its chain stay whole.
 *
 * Not guaranteed
 * - Whoever is root can remove files; a copy on write-once media or in the vault is the answer, not a file mode.
 * - That an erased key is gone from copies of the home, from snapshots of the disk, or from cells that flash memory
 *   keeps back. And the SHA-256 in the log still shows whether somebody has the same content.
 */
export { openOriginals, type Originals, type OriginalState, type PutResult } from './originals.ts'
