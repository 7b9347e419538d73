import { blockBytes, padding } from '@anlauf/repository'

import { parsePath, readHeader } from '../volume/index.ts'
import type { ByteReader } from './byte-reader.ts'
import type { MediaFindings } from './finding.ts'

/** A file of the archive whose content comes next in the stream. */
export interface ArchiveEntry {
  readonly path: string
  readonly size: number
  /** Where the content begins. */
  readonly at: number
}

/** restic's packs end at 128 MiB and the index files of large repositories below this; a catalogue too. */
const maxFileBytes = 1024 * 1024 * 1024

/**
 * The files of an archive that may be damaged or hostile: a header that makes no sense costs the bytes up to the
 * next one that does, never the rest of the medium. The content of a yielded entry must be taken or skipped with
 * its padding before the next one is asked for. `isDone` says when the end of the archive is the end: zero blocks
 * in the middle are damage.
 */
export async function* archiveEntries(
  reader: ByteReader,
  findings: MediaFindings,
  isDone: () => boolean,
): AsyncGenerator<ArchiveEntry> {
  /** Where unreadable bytes began. */
  let lostAt: number | undefined
  for (;;) {
    const at = reader.position
    const block = await reader.take(blockBytes)
    if (block === undefined) break
    const header = readHeader(block)
    if (header.is === 'zero') {
      if (isDone()) return
      continue
    }
    const place = header.is === 'file' ? parsePath(header.path) : undefined
    if (header.is === 'file' && place !== undefined && header.size <= maxFileBytes) {
      if (lostAt !== undefined) reportLost(findings, lostAt, at)
      lostAt = undefined
      yield { path: header.path, size: header.size, at: reader.position }
    } else if (header.is === 'damaged') {
      lostAt ??= at
    } else {
      // Somebody else's entry: its content is not looked at as headers, as long as its size is believable.
      if (lostAt !== undefined) reportLost(findings, lostAt, at)
      lostAt = undefined
      if (header.is === 'foreign') {
        findings.add('foreign-entry', 'An entry that is no file of ours was passed over.', { at })
      } else if (place === undefined) {
        findings.add(
          'foreign-entry',
          `${JSON.stringify(header.path)} is no file of ours and was passed over.`,
          { at },
        )
        await reader.skip(header.size + padding(header.size))
      } else {
        findings.add(
          'too-large',
          `${header.path} says it has ${header.size} bytes; nothing of ours is that large.`,
          { at },
        )
      }
    }
  }
  if (lostAt !== undefined) reportLost(findings, lostAt, reader.position)
}

function reportLost(findings: MediaFindings, from: number, to: number): void {
  findings.add('header-damaged', `${to - from} bytes from byte ${from} on cannot be read as files.`, {
    at: from,
  })
}
