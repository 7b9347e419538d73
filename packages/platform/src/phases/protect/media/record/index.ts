/**
 * What is known about media without loading one: sets, volumes, seals, test reads, who has them.
 *
 * Guarantees: a record is the old or the new one after a crash. Not guaranteed: that a medium still is where the
 * record says; the custody log is what people told us.
 */
export { mediaWriteFailure, syncFolder } from './durable-file.ts'
export { mediaRecords, type MediaRecords } from './set-folder.ts'
export { type Custody, type SetRecord, type VolumeRecord, withVolume } from './set-record.ts'
