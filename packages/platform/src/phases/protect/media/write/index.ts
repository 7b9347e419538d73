/**
 * From a repository onto media, in one pass a volume.
 *
 * Guarantees: what stands on a sealed volume was verified on its way; a volume counts only once it is whole; nothing
 * is overwritten but a device that somebody named for that. Not guaranteed: that the medium keeps what it took; the
 * first test read shows that (`anlauf media verify`).
 */
export { readme } from './readme.ts'
export { startSet, type Target, targetAt, type WriteFigures, type WrittenSet, writeSet } from './write-set.ts'
export type { LeftOut } from './write-volume.ts'
