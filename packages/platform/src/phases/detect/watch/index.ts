/**
 * The live watcher: files are looked at while they change, and an alarm goes up after the second destroyed one.
 *
 *     events ─▶ a look at ≤ 7 KiB, random places ─▶ what was known ─▶ destroyed · ask a validator at once · nothing
 *     gone and come ─▶ does the newcomer hold what the lost one was?
 *     heartbeat missing, queue full, every quarter of an hour ─▶ sweep over change times        canary touched ─▶ alarm
 *
 * Guarantees: randomness alone is no hit, destroyed structure is; a file is judged by what it was until the alarm, and
 * checked once more right before it; a file that grows is not one that was rewritten, nor is one that a program still
 * holds open (with root) destroyed; canaries hold nothing of other files; lost events, a disk that goes or
 * comes back and a clock that is set are said; one file alone never alarms, a canary does, one file a minute does with
 * the fifth. Not guaranteed: anything about attacks slower than four files an hour, about files that are only cut short, or
 * about members of packages that stay sound, but for the text of documents and mails; `detect history` is for those.
 * Without root two programs that rewrite two known packed files in place, slowly and at the same time, look like an
 * attack. Who writes is not known: the kernel does not tell.
 */
export { alarmWeight, type Hit } from './alarm-state.ts'
export {
  type Canary,
  canaryOf,
  type CanaryRecord,
  openCanaries,
  removeCanaries,
  sealCanaries,
} from './canary.ts'
export { placeCanaries } from './canary/place-canaries.ts'
export { aboveOthers } from './priority.ts'
export { type RunningWatch, watchFiles, type WatchOptions } from './watch-files.ts'
