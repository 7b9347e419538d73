import { copyFileSync, mkdirSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { areaOf, type EstateFolder, placeFile, writeMarker } from '../estate-folder.ts'
import { createLiveDatabase } from '../groups/live-database.ts'
import { fillMailStore } from '../mail/mail-store.ts'
import type { Random } from '../random.ts'
import { createDatabaseFile } from './database-file.ts'
import { dropper } from './dropper.ts'
import { logText } from './log-file.ts'
import { docx, odt, pptx, xlsx } from './office.ts'
import { pdf } from './pdf.ts'
import { type PictureFormat, picture } from './pictures.ts'
import { findSourceFiles } from './source-files.ts'
import { fileStem, paragraph } from './words.ts'

export interface ContentOptions {
  readonly random: Random
  readonly seed: number
  /** Bytes that copied files may take in all. */
  readonly bytes: number
  readonly sources: readonly string[]
  /** The day before the first backup. */
  readonly day: Date
  readonly signal: AbortSignal
  readonly onProgress: (figures: { done: number; bytesDone: number; bytesTotal: number }) => void
}

/** Fills the estate: copied real files in every share, and documents, pictures, mail, databases made by real libraries. */
export async function buildContent(estate: EstateFolder, options: ContentOptions): Promise<void> {
  writeMarker(estate.root, options.seed)
  const progress = { done: 0, bytesDone: 0 }
  copySources(estate, options, progress)
  for (const tenant of estate.tenants) {
    options.signal.throwIfAborted()
    const random = options.random.fork(`made/${tenant.id}`)
    const place = (dataset: string, path: string, bytes: Uint8Array) => {
      placeFile(join(areaOf(estate, tenant.id, dataset), path), bytes, options.day)
      progress.done += 1
      progress.bytesDone += bytes.length
      options.onProgress({ ...progress, bytesTotal: Math.max(options.bytes, progress.bytesDone) })
    }
    for (const make of [docx, xlsx, pptx, odt, pdf] as const) {
      for (let count = 0; count < 10; count += 1) {
        const folder = random.pick(['letters', 'offers', 'contracts', 'meetings'])
        place('documents', `${folder}/${fileStem(random)}.${make.name}`, await make(random))
      }
    }
    for (const format of ['png', 'jpg', 'webp'] satisfies PictureFormat[]) {
      for (let count = 0; count < 8; count += 1) {
        place('documents', `scans/${fileStem(random)}.${format}`, await picture(random, format))
      }
    }
    const mailStore = { folder: areaOf(estate, tenant.id, 'mailstore'), domain: tenant.domain }
    fillMailStore(mailStore, random, { count: 60, at: options.day })
    for (let count = 0; count < 30; count += 1) {
      place(
        'share',
        `office/notes/${fileStem(random)}.txt`,
        Buffer.from(`${paragraph(random)}\n\n${paragraph(random)}\n`),
      )
    }
    place('share', 'office/logs/app.log', Buffer.from(logText(random, options.day, 400)))
    for (const name of ['contracts', 'customers']) {
      const path = join(areaOf(estate, tenant.id, 'databases'), `${name}.sqlite`)
      mkdirSync(dirname(path), { recursive: true })
      createDatabaseFile(path, random)
      utimesSync(path, options.day, options.day)
    }
    createLiveDatabase(areaOf(estate, tenant.id, 'databases'), random, options.day)
  }
  const victim = estate.tenants[0]
  if (victim !== undefined) {
    placeFile(
      join(areaOf(estate, victim.id, 'share'), 'office/tools/invoice-viewer.js'),
      dropper(),
      options.day,
    )
  }
}

function copySources(
  estate: EstateFolder,
  options: ContentOptions,
  progress: { done: number; bytesDone: number },
): void {
  const random = options.random.fork('sources')
  const tenants = estate.tenants.map((tenant) => areaOf(estate, tenant.id, 'share'))
  for (const file of random.shuffled(findSourceFiles(options.sources, options.bytes))) {
    if (progress.bytesDone + file.size > options.bytes) continue
    options.signal.throwIfAborted()
    const target = join(random.pick(tenants), 'projects', file.place)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(file.path, target)
    utimesSync(target, options.day, options.day)
    progress.done += 1
    progress.bytesDone += file.size
    options.onProgress({ ...progress, bytesTotal: options.bytes })
  }
}
