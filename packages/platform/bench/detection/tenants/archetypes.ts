import type { Random } from '../../../src/drill/random.ts'
import { contentOf, databaseOf, type Kind, nameOf } from './contents.ts'

/** A tenant's files: path below the tenant's folder → bytes. */
export type Files = Map<string, Buffer>

/** What a tenant keeps and does. Counts give 20 to 60 files. */
export interface Archetype {
  readonly name: string
  readonly keeps: readonly { readonly folder: string; readonly kind: Kind; readonly count: number }[]
  readonly databases: number
  /** Files that a day writes anew, and kinds that arrive. */
  readonly rewrites: number
  readonly arrives: readonly { readonly folder: string; readonly kind: Kind; readonly count: number }[]
}

const keep = (folder: string, kinds: Partial<Record<Kind, number>>) =>
  Object.entries(kinds).map(([kind, count]) => ({ folder, kind: kind as Kind, count }))

/** The six kinds of tenants of the design (§9.4). */
export const archetypes: readonly Archetype[] = [
  {
    name: 'web-shop',
    keeps: [
      ...keep('htdocs/wp-content/plugins', { php: 10, js: 6, css: 4, json: 2 }),
      ...keep('htdocs/wp-content/uploads', { jpg: 8, png: 6, webp: 4, zip: 2 }),
      ...keep('htdocs', { html: 3, php: 3 }),
    ],
    databases: 1,
    rewrites: 2,
    arrives: keep('htdocs/wp-content/uploads', { jpg: 1, webp: 1 }),
  },
  {
    name: 'office-cloud',
    keeps: [
      ...keep('data/offers', { docx: 7, xlsx: 5, pdf: 5 }),
      ...keep('data/meetings', { odt: 4, pptx: 3, md: 4, txt: 4 }),
      ...keep('data/scans', { png: 4, jpg: 4, pdf: 2 }),
      ...keep('data/private', { kdbx: 1, age: 1 }),
    ],
    databases: 0,
    rewrites: 4,
    arrives: [...keep('data/offers', { docx: 1, pdf: 1 }), ...keep('data/meetings', { txt: 1 })],
  },
  {
    name: 'mail-store',
    keeps: [
      ...keep('anna/Maildir/cur', { eml: 18 }),
      ...keep('desk/Maildir/cur', { eml: 16 }),
      ...keep('archive', { mbox: 3 }),
    ],
    databases: 1,
    rewrites: 0,
    arrives: [...keep('anna/Maildir/cur', { eml: 2 }), ...keep('desk/Maildir/cur', { eml: 1 })],
  },
  {
    name: 'git-host',
    keeps: [
      ...keep('forge/app.git/objects', { gitobject: 18 }),
      ...keep('forge/app.wiki', { md: 6 }),
      ...keep('forge/releases', { zip: 3, json: 2, txt: 2 }),
      ...keep('forge/pages', { html: 4, js: 3, css: 2, png: 2 }),
    ],
    databases: 1,
    rewrites: 2,
    arrives: keep('forge/app.git/objects', { gitobject: 3 }),
  },
  {
    name: 'photo-studio',
    keeps: [
      ...keep('photos/2026', { jpg: 12, png: 4, webp: 4 }),
      ...keep('films', { mp4: 3, mp3: 3 }),
      ...keep('contracts', { pdf: 4, docx: 3 }),
      ...keep('vault', { sealed: 4 }),
    ],
    databases: 0,
    rewrites: 1,
    arrives: [
      ...keep('photos/2026', { jpg: 2 }),
      ...keep('films', { mp4: 1 }),
      ...keep('vault', { sealed: 1 }),
    ],
  },
  {
    name: 'dumps-and-logs',
    keeps: [
      ...keep('dumps', { 'sql.gz': 5, sql: 4, csv: 5 }),
      ...keep('logs', { log: 8 }),
      ...keep('exports', { json: 4, xlsx: 2, csv: 3 }),
    ],
    databases: 2,
    rewrites: 1,
    arrives: keep('dumps', { 'sql.gz': 1 }),
  },
]

/** The files of a new tenant. */
export async function foundTenant(archetype: Archetype, random: Random): Promise<Files> {
  const files: Files = new Map()
  for (const { folder, kind, count } of archetype.keeps) {
    for (let number = 0; number < count; number += 1) {
      files.set(`${folder}/${nameOf(random, kind)}`, await contentOf(kind, random.below(1_000_000)))
    }
  }
  for (let number = 0; number < archetype.databases; number += 1) {
    files.set(`database/tenant-${number}.sqlite`, await databaseOf(number, 0))
  }
  return files
}
