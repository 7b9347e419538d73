/**
 * Where published sites lie: putting them there, reading copies back, checking them.
 *
 *     bundle ─▶ folder · SFTP: releases/N ─read back─▶ the link "current" ─▶ readers
 *            └▶ bucket: seals beside, files, home pages, bundle.json last ─▶ readers
 *     folder · web address ─read, bounded─▶ seals ─judge─▶ every file against the manifest ─▶ problems
 *
 * Guarantees: with folders and links, readers see the old edition or the new one whenever a push is killed; in a bucket each file
 * is one of two signed editions, and checking says so. A push goes on where one broke off, and never back to a lower number.
 * Nothing longer than what was signed is kept, whatever a host sends; redirects stay on the host; no name leads into a private
 * network unless somebody says so; no link leads out of a folder.
 * Not guaranteed: over HTTP nobody can say which files there are besides those of the manifest. An SFTP server that does not know
 * `posix-rename@openssh.com` shows nothing for the moment of the switch.
 */
export { checkCopy, type CheckedCopy } from './check-copy.ts'
export type { PublishedCopy } from './copy.ts'
export { folderCopy } from './folder-copy.ts'
export type { Bundle, Pushed } from './host.ts'
export { type HostPlace, openHost } from './open-host.ts'
export { webCopy } from './web-copy.ts'
