/**
 * Writing a snapshot.
 *
 *     files ─lstat─▶ changed? ─read─▶ cut ─▶ SHA-256 ─▶ known? ─▶ zstd ─▶ seal ─▶ pack ─▶ index ─▶ snapshot
 *
 * Guarantees: a snapshot exists only when every blob it needs is durable and indexed; one unreadable file
 * is reported and does not stop the rest; memory does not grow with file or repository size, apart from
 * some 60 bytes a new blob.
 * Non-guarantees: files that change while they are read are stored as they were read, not as they were at
 * one moment; take a file-system snapshot for that (`asRoot`).
 */
export type { PipedFile, PipedFolder, PipedSource } from './archive-stream.ts'
export { backup, type BackupOptions, type BackupResult } from './backup.ts'
export type { Compression } from './blob-store.ts'
export { expandGlob } from './expand-glob.ts'
export type { BackupObserver } from './observer.ts'
