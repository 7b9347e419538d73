import { constants, existsSync, linkSync, renameSync, rmSync, unlinkSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'

import { AnlaufError } from '../../../../core/failure.ts'
import { mediaWriteFailure, syncFolder } from '../record/index.ts'
import { recordBytes } from '../volume/index.ts'

/** Takes the bytes of one volume, one after the other; nothing is ever read back or written twice. */
export interface VolumeSink {
  write(bytes: Uint8Array): Promise<void>
  /** Fills the last record; durable when it resolves, as far as the medium keeps its word. */
  finish(): Promise<void>
  /** Gives up; a file on a disk is gone afterwards, a tape holds what it holds. */
  abandon(): Promise<void>
}

/** A volume as a file: it has its name only once it is whole and on disk. Throws `write-failed`, `no-space`. */
export async function fileSink(path: string): Promise<VolumeSink> {
  const part = `${path}.part`
  if (existsSync(path)) throw alreadyThere(path)
  const file = await open(part, 'w', 0o600).catch((cause: unknown) => {
    throw mediaWriteFailure(cause, path)
  })
  const records = recordWriter(file, path)
  return {
    write: (bytes) => records.write(bytes),
    async finish() {
      await records.fill()
      try {
        await file.sync()
        await file.close()
        publish(part, path)
        syncFolder(dirname(path))
      } catch (cause) {
        throw mediaWriteFailure(cause, path)
      }
    },
    async abandon() {
      await file.close().catch(() => undefined)
      rmSync(part, { force: true })
    },
  }
}

/** A volume as a stream: a tape drive, a pipe, a raw disk. Whole records only, as drives want them. */
export async function deviceSink(path: string): Promise<VolumeSink> {
  const file = await open(path, constants.O_WRONLY).catch((cause: unknown) => {
    throw mediaWriteFailure(cause, path)
  })
  const records = recordWriter(file, path)
  return {
    write: (bytes) => records.write(bytes),
    async finish() {
      await records.fill()
      // Pipes and tapes cannot be synced; a drive writes its buffer and the end mark when it is closed.
      await file.sync().catch(() => undefined)
      await file.close().catch((cause: unknown) => {
        throw mediaWriteFailure(cause, path)
      })
    },
    abandon: () => file.close().catch(() => undefined),
  }
}

/** A volume on a stream that somebody else opened, such as standard output. */
export function streamSink(write: (bytes: Uint8Array) => Promise<void>): VolumeSink {
  const records = recordCollector(write)
  return {
    write: (bytes) => records.write(bytes),
    finish: () => records.fill(),
    abandon: () => Promise.resolve(),
  }
}

function recordWriter(file: FileHandle, path: string) {
  return recordCollector(async (record) => {
    try {
      // One write a record: a tape drive makes a block of each.
      const { bytesWritten } = await file.write(record)
      for (let done = bytesWritten; done < record.length;) {
        done += (await file.write(record, done)).bytesWritten
      }
    } catch (cause) {
      throw mediaWriteFailure(cause, path)
    }
  })
}

/** Collects bytes into records of 256 KiB. */
function recordCollector(write: (record: Uint8Array) => Promise<void>) {
  const record = Buffer.alloc(recordBytes)
  let filled = 0
  return {
    async write(bytes: Uint8Array): Promise<void> {
      for (let from = 0; from < bytes.length;) {
        const part = bytes.subarray(from, from + recordBytes - filled)
        record.set(part, filled)
        filled += part.length
        from += part.length
        if (filled < recordBytes) continue
        await write(record)
        filled = 0
      }
    },
    async fill(): Promise<void> {
      if (filled === 0) return
      record.fill(0, filled)
      await write(record)
      filled = 0
    },
  }
}

/** `link` refuses an existing name; file systems of removable disks often have no links. */
function publish(part: string, path: string): void {
  try {
    linkSync(part, path)
    unlinkSync(part)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST' || existsSync(path)) throw error
    renameSync(part, path)
  }
}

function alreadyThere(path: string): AnlaufError {
  return new AnlaufError('unsafe-target', `${path} is there already and is not overwritten.`, {
    hint: 'Look what it is with "anlauf media list FILE"; load another medium, or remove the file yourself.',
  })
}
