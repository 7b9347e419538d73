import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

import type { Budget } from './limits.ts'
import { bytesSource, fileSource, piecesOf, type Source } from './source.ts'

/** Members up to here stay in memory. */
const memoryBytes = 16 * 1024 * 1024

/** What came out of a container: in memory, or in a file of the scratch folder that is gone with its last holder. */
export interface Unpacked {
  readonly source: Source
  /** Where it lies when it is not in memory. */
  readonly file?: string
  /** One more holder; `release` is called once for each, and once for whoever made it. */
  hold(): void
  release(): void
}

/** Takes bytes piece by piece, spends them from the budget, and spills to a file what is too large for memory. */
export interface Collector extends Disposable {
  readonly size: number
  write(piece: Uint8Array): void
  /** The same with a buffer that nobody else changes any more: it is not copied. */
  keep(piece: Buffer): void
  finish(): Unpacked
}

/**
 * A private folder for members, made for the first one that needs it; their files are named by numbers, never by what a
 * container says.
 */
export interface Scratch {
  collect(budget: Budget): Collector
  /** A part of another source as content of its own; copied to a file when it is large. */
  copy(source: Source, budget: Budget): Unpacked
}

export function openScratch(folder: string): Scratch {
  let count = 0
  function collect(budget: Budget): Collector {
    let pieces: Buffer[] = []
    let [size, file, handle] = [0, '', -1]
    const put = (piece: Uint8Array): void => {
      for (let at = 0; at < piece.length;) at += writeSync(handle, piece, at)
    }
    /** Spent before anything is copied; what goes to the file is not copied at all. */
    const take = (piece: Uint8Array, own: () => Buffer): void => {
      budget.spendBytes(piece.length)
      size += piece.length
      if (handle >= 0) return put(piece)
      pieces.push(own())
      if (size <= memoryBytes) return
      count += 1
      if (count === 1) makeFolder(folder)
      file = join(folder, `${count}`)
      handle = openSync(file, 'wx', 0o600)
      for (const one of pieces) put(one)
      pieces = []
    }
    return {
      get size() {
        return size
      },
      write: (piece) => take(piece, () => Buffer.from(piece)),
      keep: (piece) => take(piece, () => piece),
      finish() {
        if (handle < 0) return kept(pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces))
        closeSync(handle)
        handle = -1
        const done = spilled(file)
        file = ''
        return done
      },
      [Symbol.dispose]() {
        if (handle >= 0) closeSync(handle)
        if (file !== '') rmSync(file, { force: true })
      },
    }
  }
  return {
    collect,
    copy(source, budget) {
      using collector = collect(budget)
      for (const piece of piecesOf(source)) collector.write(piece)
      return collector.finish()
    },
  }
}

/** What it lies in must be there: somebody who took that away does not get it back under the same name. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function kept(bytes: Buffer): Unpacked {
  return { source: bytesSource(bytes), hold: () => undefined, release: () => undefined }
}

function spilled(file: string): Unpacked {
  const source = fileSource(file)
  let holders = 1
  return {
    source,
    file,
    hold: () => {
      holders += 1
    },
    release: () => {
      holders -= 1
      if (holders > 0) return
      source[Symbol.dispose]()
      rmSync(file, { force: true })
    },
  }
}
