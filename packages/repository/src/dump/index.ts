/**
 * A file of a snapshot, or a folder as an archive, as a stream.
 *
 *     tree ─walk─▶ entries ─▶ tar (pax) │ zip ─▶ verified bytes, in order
 *
 * Guarantees: a byte is verified before it leaves; memory does not grow with file or archive; a file that is
 * damaged from its beginning is left out and reported; one that turns out to be damaged later ends the dump,
 * because an archive with half a file looks whole. tar keeps everything: long and odd names, nanoseconds,
 * attributes, access lists, hard links, devices. Not guaranteed: that zip does; it has files, folders, links,
 * modes and seconds.
 */
export { archiveFolder, type ArchiveFormat, type ArchiveOptions } from './archive-folder.ts'
export { tarHeader, type TarType } from './tar-header.ts'
export { blockBytes, padding, ustarHeader } from './ustar.ts'
