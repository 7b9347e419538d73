/**
 * Layers: which copies of a data set there are, how old each may get, and the work that keeps them so.
 *
 *     estate ─▶ tasks (backup → copy → media) ─▶ how each stands ─▶ those that are due ─▶ thinning
 *
 * Guarantees: how a copy stands is asked of the copy; one that cannot be asked is unknown, not fresh; a state in the
 * future is none; nothing is forgotten on hold, in a vault, or while a data set lags behind.
 * Not guaranteed: that a state is consistent inside: its tag says whether anybody stopped writing for it.
 */
export type { LayerPlaces } from './places.ts'
export { type PassResult, runLayers } from './run-layers.ts'
export type { TaskFigures, TaskResult } from './run-task.ts'
export { layerStates, type TaskState } from './status.ts'
export { type ProtectTask, tasksOf } from './task.ts'
