/**
 * Foreign programs: how one is run to its end, how a server is started and ended, under which account it may run, and
 * how it is kept from every network; and notes of their work that are there whole or not at all. Shared by the adapters
 * of databases; knows none.
 *
 * Guarantees: no shell; nothing of our environment reaches a program unless it is named; where the kernel allows, a
 * program is started in a network namespace without interfaces, and its wrappers replace themselves. Only a process that
 * bears a server's own mark is ever ended.
 *
 * Not guaranteed: that a program ends by itself. Whoever waits passes an `AbortSignal`.
 */
export { type Account, cleanRoomAccount } from './account.ts'
export { readRecoveryNote, writeRecoveryNote } from './recovery-note.ts'
export {
  bareEnvironment,
  cannotRun,
  mustRun,
  nameOf,
  type Product,
  programFailure,
  runProgram,
  type RunOptions,
  type Said,
} from './run-program.ts'
export {
  endServerProcess,
  type ServerIdentity,
  type ServerProcess,
  startServerProcess,
} from './server-process.ts'
export { writeDurably } from './write-durably.ts'
