/**
 * From media back into a repository, each volume once and in order.
 *
 *     bytes ─▶ headers (damage costs what it hits) ─▶ hash = name ─▶ repository folder
 *                                                  └▶ catalogue = seal = what was written down
 *
 * Guarantees: nothing comes into the repository whose bytes do not fit its name; nothing from a medium becomes a
 * path of its own; what is missing is named file by file. Not guaranteed: that the config is right before the
 * repository was opened with its password, which is what authenticates it.
 */
export type { MediaFinding } from './finding.ts'
export { readVolume, type VolumeReport } from './read-volume.ts'
export { type TakenVolume, takeVolume } from './take-volume.ts'
export { type Missing, packsFor, type SnapshotLoss, whatIsMissing } from './what-is-missing.ts'
