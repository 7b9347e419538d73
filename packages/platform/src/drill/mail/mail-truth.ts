import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { type EstateFolder } from '../estate-folder.ts'
import { listName } from './mail-store.ts'

/** UIDs that clients saw and a backup may know, by folder and mail; the first number that a mail had counts. */
export interface MailTruth {
  readonly uids: Map<string, number>
  /** By folder. */
  readonly validities: Map<string, number>
}

export function emptyMailTruth(): MailTruth {
  return { uids: new Map(), validities: new Map() }
}

/** Notes every list of UIDs that is there and whole; what was encrypted says nothing. */
export function recordMailTruth(truth: MailTruth, estate: EstateFolder): void {
  for (const { dataset, folder } of estate.areas) {
    if (dataset !== 'mailstore') continue
    for (const path of listsBelow(folder)) {
      noteList(truth, dirname(path).slice(estate.root.length), readFileSync(path, 'utf8'))
    }
  }
}

/** Reads a list of UIDs as the drill writes them, in its own way. */
export function noteList(truth: MailTruth, mailbox: string, text: string): void {
  const validity = /^3 V(\d+) N\d+[^\n]*\n/.exec(text)?.[1]
  if (validity === undefined) return
  if (!truth.validities.has(mailbox)) truth.validities.set(mailbox, Number(validity))
  for (const [, uid, base] of text.matchAll(/^(\d+)(?: [A-Z]\S*)* :(\d+\.M\d+P\d+\.mbox1,S=\d+,W=\d+)$/gm)) {
    const key = `${mailbox}/${base}`
    if (!truth.uids.has(key)) truth.uids.set(key, Number(uid))
  }
}

/** Paths of all lists of UIDs below a folder. */
export function listsBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((place) => place === listName || place.endsWith(`/${listName}`))
    .map((place) => join(folder, place))
    .sort()
}
