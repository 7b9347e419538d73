/**
 * Key files wrap the one master key of a repository, each with a password of its own.
 *
 * Guarantees: costs that an attacker wrote into a key file are bounded before any work; at most 20 files are
 * tried. Not guaranteed: removing a key file revokes nothing from somebody who has seen the master key.
 */
export { findMasterKey } from './find-master-key.ts'
export { createKeyFile, createMasterKey, decodeKeyFile, type KeyFile, unwrapMasterKey } from './key-file.ts'
export type { MasterKey } from './master-key.ts'
