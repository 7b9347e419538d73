import { closeSync, constants, fchmodSync, fchownSync, openSync, rmSync, writeSync } from 'node:fs'

import { posixCalls } from '../posix/index.ts'
import { timeToNanoseconds } from '../time.ts'
import { type WholeFiles, wholeFile } from './whole-files.ts'

/** Makes the files of one job, blob by blob. */
export interface WholeFileWriter {
  /** All files that consist of this blob. Blobs come in ascending order. */
  write(blob: number, bytes: Uint8Array): void
  readonly outcomes: Uint8Array
}

const newFile = constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW | constants.O_WRONLY
const isRoot = process.getuid?.() === 0

/** By handle 24 instead of 42 µs a file (8 KiB, tmpfs): each path given to the system is looked up again. */
export function wholeFileWriter(files: WholeFiles | undefined): WholeFileWriter {
  const outcomes = new Uint8Array(files?.paths.length ?? 0)
  let next = 0
  return {
    outcomes,
    write(blob, bytes) {
      if (files === undefined) return
      // The files of a blob that did not pass are left.
      while ((files.blobs[next] ?? Infinity) < blob) next += 1
      for (; files.blobs[next] === blob; next += 1) outcomes[next] = writeFile(files, next, bytes)
    },
  }
}

function writeFile(files: WholeFiles, at: number, bytes: Uint8Array): number {
  const path = files.paths[at] ?? ''
  let handle: number
  try {
    handle = openSync(path, newFile, 0o600)
  } catch {
    return wholeFile.left
  }
  let outcome: number = wholeFile.left
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(handle, bytes, done, bytes.length - done, done)
    outcome = applyMetadata(handle, files, at) ? wholeFile.done : wholeFile.written
  } catch {
    outcome = wholeFile.left
  }
  try {
    closeSync(handle)
  } catch {
    // Some network file systems say only now that the disk is full.
    outcome = wholeFile.left
  }
  if (outcome === wholeFile.left) rmSync(path, { force: true })
  return outcome
}

/** Owner, mode, times, in the order in which none undoes another. */
function applyMetadata(handle: number, files: WholeFiles, at: number): boolean {
  if (posixCalls.setTimesByHandle === undefined) return false
  try {
    const isOwned = applyOwner(handle, files.uids[at] ?? 0, files.gids[at] ?? 0)
    // A program that runs as its owner must not run as us because its owner could not be set.
    fchmodSync(handle, (files.modes[at] ?? 0) & (isOwned ? 0o7777 : 0o1777))
    posixCalls.setTimesByHandle(handle, nanosecondsOf(files.atimes[at]), nanosecondsOf(files.mtimes[at]))
    return true
  } catch {
    return false
  }
}

/** Only root calls it a failure when the owner is not hers to give. */
function applyOwner(handle: number, uid: number, gid: number): boolean {
  try {
    fchownSync(handle, uid, gid)
    return true
  } catch (error) {
    if (isRoot || !(error instanceof Error && 'code' in error && error.code === 'EPERM')) throw error
    return false
  }
}

let last = { time: '', ns: 0n }

/** Most files have one time twice, and their neighbours the same one; reading it takes 0.9 µs. */
function nanosecondsOf(time = ''): bigint {
  if (time !== last.time) last = { time, ns: timeToNanoseconds(time) }
  return last.ns
}
