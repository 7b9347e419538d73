/**
 * How many files an attacker gets before the watcher raises its alarm, and does daily work raise none?
 *
 *     estate in a temporary folder ◀── writer process, 417 files a second
 *           └──▶ watcher process ──▶ alarm: files begun before it, milliseconds since the first
 *
 * Guarantees: watcher and writer are processes of their own and start anew for each run, as cold as on a quiet day;
 * files are counted from the moment before their first write. Not guaranteed: figures of a busy machine; a run
 * without an alarm counts as all files lost, and its time as the patience.
 */
export { measureLive } from './measure-live.ts'
