/**
 * Key files wrap the one master key of a repository, each with a password of its own.
 *
 *     password ─scrypt─▶ key file ─unwrap─▶ master key      list · add · remove · change the password
 *
 * Guarantees: costs that an attacker wrote into a key file are bounded before any work; at most 20 files are
 * tried; a new key file was read back and opened before anything else changes; the key in use stays.
 * Not guaranteed: removing a key file revokes nothing from somebody who has seen the master key.
 */
export { addKey, changePassword, type NewKey, removeKey } from './change-keys.ts'
export { findMasterKey } from './find-master-key.ts'
export { createKeyFile, createMasterKey, decodeKeyFile, type KeyFile, unwrapMasterKey } from './key-file.ts'
export { type ListedKey, listKeys } from './list-keys.ts'
export type { MasterKey } from './master-key.ts'
