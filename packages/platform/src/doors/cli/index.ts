/**
 * The command line: how operators, scripts and cron come in.
 *
 *     argv → app.ts (loads the chapter that is named) → its routes.ts → one file a command → phases, repository library
 *
 *     estate check                              is the file right, in which order, who is hit
 *     repo init · backup · snapshots · ls · restore · find · diff · dump · stats · cat · check …   restic's words
 *     repo forget · prune · copy · tag · key · unlock · list, repo split   keep it small, hand a tenant his own
 *     media write · read · verify · list · place, protect status · run   layers, down to the drawer
 *     vault serve · client · plan · hold · audit   the append-only server
 *     detect history · watch                    when, whom, what is clean; an alarm while it happens
 *     case declare · isolated · approver · show
 *     recover plan · estimate · run · approve · release · hand-back
 *     evidence verify · export, site write · push   what others may check and read
 *     inform, notice, call, statement, duty, fact, inquiry, subscription, webhook   what is said outside, with proof
 *     up, outside serve                         the servers: console and API, pages for strangers
 *
 * Exit codes: 0 done; 1 failed, or a check found something; 2 the command line itself is wrong; 3 (repo backup)
 * stored, but some files could not be read, (repo forget) some snapshots could not be removed. `detect history` answers 0 whatever it found, as held back files do
 * in `recover run`: both are results, not failures.
 *
 * Guarantees: every command prints for people on stdout and takes `--json`; progress goes to stderr;
 * passwords, and names, numbers and codes of strangers, are never read from argv; an error names what happened and what
 * to do.
 * An error in a long step comes after whatever was finished; starting the same command again goes on.
 * Non-guarantees: the human output is not an interface; scripts use `--json`. Whoever may run these commands in a
 * home may declare, register and record there: the evidence says which account did, it does not ask for a password.
 */
export { openApp } from './app.ts'
export type { AnlaufContext } from './context.ts'
export { parseCount, parseSize } from './flags/flag-values.ts'
export {
  formatBytes,
  formatCount,
  formatSeconds,
  printJson,
  printLines,
  progressLine,
} from './terminal/output.ts'
export type { ProgressFigures } from './terminal/progress-figures.ts'
export { noticeKey } from './notice/desk.ts'
export { type PlayedEdition, writePlayedEdition } from './site/played-edition.ts'
export { postNotice } from './notice/post-notice.ts'
export { settleNotices } from './notice/settle-notices.ts'
export { runCli } from './run-cli.ts'
export { readWorkplace } from './up/workplace-file.ts'
export { untilStopped } from './vault/serve.ts'
export { openStores, type Stores, storesIn } from './access/stores.ts'
