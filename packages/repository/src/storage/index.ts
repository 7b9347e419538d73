/**
 * Where repository files live.
 *
 *     library ──list/read/write/remove/stat──▶ Storage ◀── localStorage(folder)
 *
 * Guarantees: a write is durable and atomic when it resolves and never replaces a file; foreign names are
 * invisible. Not guaranteed: that contents are what their name promises; readers verify that.
 */
export { readFailure, systemCode, writeFailure } from './failure.ts'
export { localStorage } from './local.ts'
export { type FileKind, fileKinds, type Storage } from './storage.ts'
