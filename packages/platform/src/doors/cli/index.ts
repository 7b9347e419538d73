/**
 * The command line: how operators, scripts and cron come in.
 *
 *     argv → app.ts (routes) → one file a command → phases and the repository library
 *
 * Guarantees: every command prints for people on stdout and takes `--json`; progress goes to stderr;
 * passwords are never read from argv; an error names what happened and what to do.
 * Non-guarantees: the human output is not an interface; scripts use `--json`.
 */
export { buildApp } from './app.ts'
export type { AnlaufContext } from './context.ts'
export { parseCount, parseSize } from './flag-values.ts'
export {
  formatBytes,
  formatCount,
  formatSeconds,
  printJson,
  printLines,
  type ProgressFigures,
  progressLine,
} from './output.ts'
export { openStores, type Stores } from './stores.ts'
