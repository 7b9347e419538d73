/**
 * Where published sites lie: reading copies back and checking them.
 *
 *     folder · web address ─read, bounded─▶ seals ─judge─▶ every file against the manifest ─▶ problems
 *
 * Guarantees: nothing longer than what was signed is kept, whatever a host sends; no link leads out of a folder.
 * Not guaranteed: over HTTP nobody can say which files there are besides those of the manifest.
 */
export { checkCopy, type CheckedCopy } from './check-copy.ts'
export type { PublishedCopy } from './copy.ts'
export { folderCopy } from './folder-copy.ts'
