/**
 * The live watcher: files are looked at while they change, and an alarm goes up after the second destroyed one.
 *
 *     events ─▶ a look at ≤ 7 KiB, random places ─▶ what was known ─▶ destroyed · ask a validator · nothing
 *     heartbeat missing or queue full ─▶ sweep over change times         canary touched ─▶ alarm
 *
 * Guarantees: randomness alone is no hit, destroyed structure is; lost events are noticed and made up for; one file
 * alone never alarms, a canary does. Not guaranteed: anything about attacks that write slower than a hit a minute,
 * or that leave sizes, headers and all compressed content whole; `detect history` is for those. Who writes is not
 * known: the kernel does not tell.
 */
export { alarmWeight, type Hit } from './alarm-state.ts'
export {
  type Canary,
  canaryOf,
  type CanaryRecord,
  openCanaries,
  placeCanaries,
  removeCanaries,
  sealCanaries,
} from './canary.ts'
export { aboveOthers } from './priority.ts'
export { type RunningWatch, watchFiles, type WatchOptions } from './watch-files.ts'
