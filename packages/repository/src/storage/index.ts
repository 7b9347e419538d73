/**
 * Where repository files live.
 *
 *     library ──list/read/write/remove/stat──▶ Storage ◀── localStorage(folder)
 *                                                 ▲
 *                     limit, retries, write-once, verified reads (remote/)
 *                                                 ▲ single tries
 *                             restStorage · sftpStorage · s3Storage
 *
 * Guarantees: a write is durable and atomic when it resolves (as far as the other side keeps its word) and
 * never replaces a file; foreign names are invisible; over a network, passing faults are waited out, a lost
 * answer does not make a write fail, whole files fit their names, memory is bounded by the files under way.
 * Not guaranteed: that parts of files are what their name promises (readers verify that), that a list shows
 * what others write at the same moment, that two writers of one name are told apart by a server that
 * replaces files silently.
 */
export { type ExtendedOptions, parseExtendedOptions } from './extended-options.ts'
export { readFailure, systemCode, writeFailure } from './failure.ts'
export { localStorage } from './local.ts'
export { hasPassword, printLocation, type RepositoryLocation } from './location.ts'
export { parseLocation } from './parse-location.ts'
export { openPublishedS3, openPublishedSftp } from './open-published.ts'
export { openStorage, type OpenStorageOptions } from './open-storage.ts'
export type { RemoteOptions } from './remote/remote-storage.ts'
export type { RetryNotice } from './remote/retry.ts'
export { type RestOptions, type RestPlace, restStorage } from './rest/rest-storage.ts'
export { type S3ObjectLock, s3ObjectLock } from './s3/s3-retention.ts'
export type { S3Objects } from './s3/s3-objects.ts'
export { type S3Options, s3Storage } from './s3/s3-storage.ts'
export { type Secret, secret } from './secret.ts'
export { type SftpOptions, type SftpPlace, sftpStorage } from './sftp/sftp-storage.ts'
export type { SftpTree } from './sftp/sftp-tree.ts'
export { type FileKind, fileKinds, type Storage } from './storage.ts'
