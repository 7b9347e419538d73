import { type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { type KeptCheckpoints, openCheckpoint } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { originOf, signerName } from './key.ts'

/** A checkpoint of a case that was signed while it ran, as it lies in the home. */
export interface KeptNote {
  readonly size: number
  readonly root: Buffer
  readonly note: string
  readonly timeStamp?: Buffer
}

/** The folder of a case's kept checkpoints: `SIZE.note`, `SIZE.tsr`, `witness-NAME.pem`, `authority.pem`. */
export interface KeptFolder {
  readonly folder: string
  /** By size, smallest first. Throws `evidence-broken` for a note that the log's key did not sign for this case. */
  notes(): readonly KeptNote[]
  /** Everything for an export; undefined when nothing was kept. */
  all(): KeptCheckpoints | undefined
  /** Written beside it and renamed: what is there is whole. */
  write(name: string, content: string | Uint8Array): void
}

export function keptCheckpoints(context: AnlaufContext, caseId: string, logKey: KeyObject): KeptFolder {
  const folder = join(context.home, 'checkpoints', caseId)
  const names = (): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : [])
  const notes = (): readonly KeptNote[] =>
    names()
      .filter((name) => /^\d+\.note$/.test(name))
      .map((name) => readKept(folder, name, caseId, logKey))
      .sort((one, other) => one.size - other.size)
  return {
    folder,
    notes,
    all() {
      const kept = notes()
      if (kept.length === 0) return undefined
      const witnesses = names().flatMap((name) => {
        const witness = /^witness-([a-z0-9-]+)\.pem$/.exec(name)?.[1]
        return witness === undefined ? [] : [[witness, readFileSync(join(folder, name), 'utf8')] as const]
      })
      const authority = join(folder, 'authority.pem')
      return {
        notes: kept,
        witnesses: new Map(witnesses),
        ...(existsSync(authority) && { authority: readFileSync(authority) }),
      }
    },
    write(name, content) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const fresh = join(folder, `.${name}.${process.pid}`)
      writeFileSync(fresh, content, { mode: 0o600, flush: true })
      renameSync(fresh, join(folder, name))
    },
  }
}

function readKept(folder: string, name: string, caseId: string, publicKey: KeyObject): KeptNote {
  const file = join(folder, name)
  const note = readFileSync(file, 'utf8')
  const opened = openCheckpoint(note, { name: signerName, publicKey })
  if (opened?.origin !== originOf(caseId) || `${opened.size}.note` !== name) {
    throw new AnlaufError('evidence-broken', `${file} is no checkpoint of ${caseId} with this home's key.`, {
      hint: 'Somebody changed it, or the key is another one. Copy the folder away, look at both, then move the file aside.',
    })
  }
  const stamp = join(folder, `${opened.size}.tsr`)
  return {
    size: opened.size,
    root: opened.root,
    note,
    ...(existsSync(stamp) && { timeStamp: readFileSync(stamp) }),
  }
}
