import { existsSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { workOnDatabaseFile } from '../content/database-file.ts'
import { logText } from '../content/log-file.ts'
import { docx, odt, pptx, xlsx } from '../content/office.ts'
import { pdf } from '../content/pdf.ts'
import { picture, type PictureFormat } from '../content/pictures.ts'
import { fileStem, paragraph, sentence } from '../content/words.ts'
import { areaOf, type EstateFolder, placeFile } from '../estate-folder.ts'
import { liveDatabase, workOnLiveDatabase } from '../groups/live-database.ts'
import { playMailDay } from '../mail/mail-store.ts'
import type { Random } from '../random.ts'
import { filesBelow } from './files-below.ts'
import { upgradeProject } from './upgrade-project.ts'

const documentMakers = { docx, xlsx, pptx, odt, pdf } as const

/**
 * One working day of every tenant: documents written anew, pictures encoded again, text edited, mail in and
 * out, logs rotated and compressed, files renamed and deleted, databases used, a project upgraded.
 * `at` is the afternoon of the simulated day.
 */
export async function playBenignDay(
  estate: EstateFolder,
  options: { random: Random; day: number; at: Date; signal: AbortSignal },
): Promise<void> {
  for (const tenant of estate.tenants) {
    options.signal.throwIfAborted()
    const random = options.random.fork(`day/${options.day}/${tenant.id}`)
    const area = (dataset: string) => areaOf(estate, tenant.id, dataset)
    await workOnDocuments(area('documents'), random, options.at)
    await workOnScans(area('documents'), random, options.at)
    playMailDay({ folder: area('mailstore'), domain: tenant.domain }, random, options.at)
    editTexts(area('share'), random, options.at)
    rotateLog(area('share'), random, options)
    renameAndDelete(area('share'), random)
    if (options.day % 3 === 1) upgradeProject(join(area('share'), 'projects'), random, options.at)
    for (const name of readdirSync(area('databases'))) {
      if (!name.endsWith('.sqlite') || name === liveDatabase || random.chance(0.4)) continue
      const path = join(area('databases'), name)
      workOnDatabaseFile(path, random)
      utimesSync(path, options.at, options.at)
    }
    workOnLiveDatabase(area('databases'), random, options)
  }
}

async function workOnDocuments(folder: string, random: Random, at: Date): Promise<void> {
  const documents = filesBelow(folder).filter((path) => makerOf(path) !== undefined)
  for (const path of random.shuffled(documents).slice(0, 4)) {
    const make = makerOf(path)
    if (make !== undefined) placeFile(path, await make(random), at)
  }
  const make = random.pick(Object.values(documentMakers))
  placeFile(join(folder, 'letters', `${fileStem(random)}.${make.name}`), await make(random), at)
}

async function workOnScans(folder: string, random: Random, at: Date): Promise<void> {
  const format = random.pick<PictureFormat>(['png', 'jpg', 'webp'])
  const scans = filesBelow(join(folder, 'scans')).filter((path) => path.endsWith(`.${format}`))
  if (scans.length > 0) placeFile(random.pick(scans), await picture(random, format), at)
  placeFile(join(folder, 'scans', `${fileStem(random)}.${format}`), await picture(random, format), at)
}

function editTexts(folder: string, random: Random, at: Date): void {
  const texts = filesBelow(folder).filter((path) => /\.(?:txt|md|json|js|css|html|csv|ts)$/.test(path))
  for (const path of random.shuffled(texts).slice(0, 6)) {
    if (path.endsWith('invoice-viewer.js')) continue
    const before = readFileSync(path)
    const edited = random.chance(0.5)
      ? Buffer.concat([before, Buffer.from(`${paragraph(random)}\n`)])
      : Buffer.concat([Buffer.from(`${sentence(random)}\n`), before])
    placeFile(path, edited, at)
  }
}

function rotateLog(folder: string, random: Random, options: { day: number; at: Date }): void {
  const log = join(folder, 'office/logs/app.log')
  if (!existsSync(log)) return
  if (options.day % 2 === 0) {
    placeFile(`${log}.${options.day}.gz`, gzipSync(readFileSync(log)), options.at)
    placeFile(log, Buffer.from(logText(random, options.at, 300)), options.at)
  } else {
    placeFile(
      log,
      Buffer.concat([readFileSync(log), Buffer.from(logText(random, options.at, 300))]),
      options.at,
    )
  }
}

function renameAndDelete(folder: string, random: Random): void {
  const notes = filesBelow(join(folder, 'office/notes'))
  const [renamed, deleted] = random.shuffled(notes)
  if (renamed !== undefined)
    renameSync(renamed, join(folder, 'office/notes', `${fileStem(random)}-final.txt`))
  if (deleted !== undefined && notes.length > 12) rmSync(deleted)
}

function makerOf(path: string): (typeof documentMakers)[keyof typeof documentMakers] | undefined {
  return Object.values(documentMakers).find((make) => path.endsWith(`.${make.name}`))
}
