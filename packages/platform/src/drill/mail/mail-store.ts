import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'

import { mail } from '../content/mail.ts'
import { placeFile } from '../estate-folder.ts'
import type { Random } from '../random.ts'

/** A tenant's mailboxes, as a Dovecot keeps them: Maildirs with lists of UIDs, subfolders, flags in names. */
export interface MailStore {
  /** Folder of the tenant's mailboxes. */
  readonly folder: string
  readonly domain: string
}

export const boxes = ['anna', 'bernd', 'desk'] as const
const archive = '.Archive'

/** Makes the mailboxes and fills them: mails read and unread, some sorted away. */
export function fillMailStore(store: MailStore, random: Random, options: { count: number; at: Date }): void {
  for (const [place, box] of boxes.entries()) {
    for (const folder of ['', archive]) {
      const maildir = join(store.folder, box, 'Maildir', folder)
      for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, name), { recursive: true })
      const validity = 1_600_000_000 + place * 1000 + folder.length
      placeFile(join(maildir, listName), Buffer.from(`3 V${validity} N1 G${guid(random)}\n`), options.at)
      if (folder !== '') placeFile(join(maildir, 'maildirfolder'), Buffer.alloc(0), options.at)
    }
    const root = join(store.folder, box, 'Maildir')
    placeFile(join(root, 'subscriptions'), Buffer.from('V\t2\n\nArchive\n'), options.at)
    placeFile(join(root, 'dovecot-keywords'), Buffer.from('0 $Forwarded\n1 customer\n'), options.at)
  }
  receive(store, random, options)
  // Most of it was read long ago.
  workOnMail(store, random, {
    reads: options.count,
    sorts: Math.floor(options.count / 4),
    deletes: 0,
    at: options.at,
  })
}

/** A day with mail: some arrive, some are read and thereby renamed, some are filed, one goes. */
export function playMailDay(store: MailStore, random: Random, at: Date): void {
  receive(store, random, { count: 8, at })
  workOnMail(store, random, { reads: 6, sorts: 2, deletes: 1, at })
}

function receive(
  { folder, domain }: MailStore,
  random: Random,
  { count, at }: { count: number; at: Date },
): void {
  for (let arrived = 0; arrived < count; arrived += 1) {
    const maildir = join(folder, random.pick(boxes), 'Maildir')
    const bytes = mail(random, domain, at)
    placeFile(join(maildir, 'new', deliveryName(random, at, bytes.length)), bytes, at)
  }
  for (const box of boxes) writeList(join(folder, box, 'Maildir'), at)
}

function workOnMail(
  { folder }: MailStore,
  random: Random,
  { reads, sorts, deletes, at }: { reads: number; sorts: number; deletes: number; at: Date },
): void {
  const roots = boxes.map((box) => join(folder, box, 'Maildir'))
  for (const path of picked(roots, 'new', random, reads)) {
    const flags = random.chance(0.2) ? 'RS' : random.chance(0.2) ? 'Sb' : 'S'
    renameSync(path, `${path.replace('/new/', '/cur/')}:2,${flags}`)
  }
  for (const path of picked(roots, 'cur', random, sorts)) {
    // A server copies into another folder under a new name: UIDs and names are a folder's own.
    const size = readFileSync(path).length
    const name = `${deliveryName(random, at, size)}${/:2,\w*$/.exec(path)?.[0].replace('b', '') ?? ':2,S'}`
    renameSync(path, join(path.slice(0, path.lastIndexOf('/cur/')), archive, 'cur', name))
  }
  for (const path of picked(roots, 'cur', random, deletes)) rmSync(path)
  for (const root of roots) {
    writeList(root, at)
    writeList(join(root, archive), at)
  }
}

function picked(roots: readonly string[], name: string, random: Random, count: number): string[] {
  const paths = roots.flatMap((root) =>
    readdirSync(join(root, name))
      .sort()
      .map((one) => join(root, name, one)),
  )
  return random.shuffled(paths).slice(0, count)
}

/** Gives new mails their UIDs and strikes out those that are gone, as a server does at a client's next look. */
function writeList(maildir: string, at: Date): void {
  const path = join(maildir, listName)
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const [header = '', ...lines] = before.trimEnd().split('\n')
  const [, validity, next, rest] = /^3 V(\d+) N(\d+)(.*)$/.exec(header) ?? []
  // What the attacker left of a list is not touched: nobody works then.
  if (validity === undefined) return
  const there = new Set(
    ['cur', 'new']
      .flatMap((name) => readdirSync(join(maildir, name)))
      .map((name) => name.split(':', 1)[0] ?? ''),
  )
  const baseOf = (line: string): string => line.slice(line.indexOf(' :') + 2)
  const kept = lines.filter((line) => there.has(baseOf(line)))
  for (const line of lines) there.delete(baseOf(line))
  let uid = Number(next)
  const added = [...there].sort().map((base) => `${uid++} :${base}`)
  const text = [`3 V${validity} N${uid}${rest}`, ...kept, ...added, ''].join('\n')
  if (text === before) return
  placeFile(path, Buffer.from(text), at)
  utimesSync(path, at, at)
}

export const listName = 'dovecot-uidlist'

function deliveryName(random: Random, at: Date, size: number): string {
  const seconds = Math.floor(at.getTime() / 1000) + random.below(3600)
  return `${seconds}.M${random.below(1_000_000)}P${1000 + random.below(30_000)}.mbox1,S=${size},W=${size}`
}

function guid(random: Random): string {
  return random.bytes(16).toString('hex')
}
