/**
 * Offline media: copies of a repository on disks and tapes that lie in a drawer.
 *
 *     repository ─plan─▶ volumes ─write (one pass)─▶ tar: label · head · directories · packs · catalogue · seal
 *                            └▶ record: what is where, seals, test reads, custody
 *     volumes ─read (each once, in order)─▶ repository folder ─▶ stock restic or our own restore
 *
 * Guarantees: see the doors of `plan`, `write`, `read`. A volume is readable with tar, sha256sum and stock restic,
 * without us. Not guaranteed: anything about the drive itself; that is what test reads are for.
 */
export { chooseFiles, chooseUnopened, type PlannedVolume, planVolumes, type SetFiles } from './plan/index.ts'
export {
  type MediaFinding,
  type Missing,
  packsFor,
  readVolume,
  type TakenVolume,
  takeVolume,
  type VolumeReport,
  whatIsMissing,
} from './read/index.ts'
export {
  mediaRecords,
  type MediaRecords,
  type SetRecord,
  type VolumeRecord,
  withVolume,
} from './record/index.ts'
export { isSetName, type Label, readCatalogue, volumeName } from './volume/index.ts'
export {
  type LeftOut,
  startSet,
  type Target,
  targetAt,
  type WriteFigures,
  type WrittenSet,
  writeSet,
} from './write/index.ts'
