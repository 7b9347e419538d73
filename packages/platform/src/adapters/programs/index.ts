/**
 * Foreign programs: how one is run to its end, under which account a server may run, and how it is kept from every
 * network; and files of their work that are there whole or not at all. Shared by the adapters of databases; knows none.
 *
 * Guarantees: no shell; nothing of our environment reaches a program unless it is named; where the kernel allows, a
 * program is started in a network namespace without interfaces, and its wrappers replace themselves.
 *
 * Not guaranteed: that a program ends by itself. Whoever waits passes an `AbortSignal`.
 */
export { type Account, cleanRoomAccount } from './account.ts'
export { hasOwnNetwork, isolate } from './isolation.ts'
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
export { writeDurably } from './write-durably.ts'
