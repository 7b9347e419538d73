/**
 * MariaDB of the provider and its customers: dumped into the repository, brought back in a clean room.
 *
 *     running server ─mariadb-dump─▶ repository: a file for each schema, inventory, manifest with digests
 *     repository ─▶ fresh server (no network, no events, no plugins, no files) ─▶ every table compared
 *                     └─▶ one schema written anew ─▶ another fresh server, compared, every value scanned ─▶ dump
 *
 * Guarantees
 * - A schema in a dump is as of one moment, or it is not in it: nobody changed a definition meanwhile, the dump has its
 *   last line, and its tables were measured in the same snapshot.
 * - What a dump says can fill its own schema and nothing else: no file, setting, account, plugin or other schema. Accounts
 *   of the source are listed and compared, never made.
 * - Passwords come from an option file, never from arguments or the environment.
 *
 * Not guaranteed: that sequences and tables without transactions (MyISAM, Aria) are of one moment; they are named.
 * History of system-versioned tables is not dumped. There is no log to go on with: a dump is the moment it was taken.
 */
export { findProgram } from './client-programs.ts'
export { chooseDump, listDumps, readInventory, type StoredDump } from './dump-store.ts'
export { callersOptions } from './option-file.ts'
export { recoverServer, type Recovered } from './recover-server.ts'
export { readFinished, type RecoveryState } from './recovery-state.ts'
export { writeDurably } from '../programs/index.ts'
export { type Sliced, sliceSchema } from './slice.ts'
export { takeDump, type DumpResult } from './take-dump.ts'
