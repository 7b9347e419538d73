import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import JSZip from 'jszip'

import { sentence } from '../../content/words.ts'
import { type Random, seededRandom } from '../../random.ts'
import { endingOf } from '../engine/names.ts'
import { type BenignTransform, changing } from './benign-transform.ts'

const archives = new Set('docx xlsx pptx odt ods odp zip jar epub'.split(' '))
const databases = new Set(['sqlite', 'sqlite3', 'db'])

/** Office documents saved again, PDFs with changes appended, databases at work. */
export const documents: readonly BenignTransform[] = [
  repack('archive-packed-again', async () => undefined),
  repack('archive-stored', async () => undefined, 'STORE'),
  repack('document-edited', async (zip, random) => {
    const part = Object.keys(zip.files).find((name) =>
      /(?:document|slide1|sharedStrings|content)\.xml$/.test(name),
    )
    const xml = part === undefined ? undefined : await zip.file(part)?.async('string')
    if (part === undefined || xml === undefined) return
    zip.file(part, xml.replace(/>[^<>]{20,}</, `>${sentence(random)}<`))
  }),
  repack('archive-gets-member', async (zip, random) => {
    zip.file('docProps/thumbnail.bin', random.bytes(20_000), { compression: 'STORE' })
  }),
  changing('pdf-updated', (bytes, path) => {
    if (endingOf(path) !== 'pdf' || !bytes.includes('startxref')) return undefined
    return Buffer.concat([bytes, incrementalUpdate(bytes)])
  }),
  database('database-vacuum', (one) => one.exec('VACUUM')),
  database('database-page-size', (one) => one.exec('PRAGMA page_size = 8192; VACUUM')),
  database('database-new-rows', (one, random) => {
    one.exec('CREATE TABLE IF NOT EXISTS drill_note (id INTEGER PRIMARY KEY, body TEXT)')
    const insert = one.prepare('INSERT INTO drill_note (body) VALUES (?)')
    for (let row = 0; row < 50; row += 1) insert.run(sentence(random))
  }),
  database('database-index', (one) => {
    one.exec('CREATE TABLE IF NOT EXISTS drill_note (id INTEGER PRIMARY KEY, body TEXT)')
    one.exec('CREATE INDEX IF NOT EXISTS drill_note_body ON drill_note (body)')
  }),
]

function repack(
  name: string,
  change: (zip: JSZip, random: Random) => Promise<void>,
  compression: 'DEFLATE' | 'STORE' = 'DEFLATE',
): BenignTransform {
  return changing(name, async (bytes, path, seed) => {
    if (!archives.has(endingOf(path))) return undefined
    const zip = await JSZip.loadAsync(bytes)
    await change(zip, seededRandom(seed))
    return zip.generateAsync({ type: 'nodebuffer', compression, compressionOptions: { level: 9 } })
  })
}

/** A new object, its table and a trailer behind the old file, which stays as it was (PDF 1.4, 3.4.5). */
function incrementalUpdate(pdf: Buffer): Buffer {
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/.exec(pdf.toString('latin1'))?.[1] ?? '0'
  const trailer = /trailer\s*<<([^]*?)>>/.exec(pdf.toString('latin1'))?.[1] ?? ''
  const [root = '', size = '1'] = [/\/Root\s+\d+\s+\d+\s+R/, /(?<=\/Size\s+)\d+/].map(
    (pattern) => pattern.exec(trailer)?.[0],
  )
  const gap = pdf.at(-1) === 10 ? '' : '\n'
  const objectAt = pdf.length + gap.length
  const object = `${size} 0 obj\n<</Type/Annot/Subtype/Text/Contents(seen)/Rect[9 9 30 30]>>\nendobj\n`
  const table = `xref\n${size} 1\n${String(objectAt).padStart(10, '0')} 00000 n \n`
  const end = `trailer\n<</Size ${Number(size) + 1}${root}/Prev ${previous}>>\nstartxref\n${objectAt + object.length}\n%%EOF\n`
  return Buffer.from(`${gap}${object}${table}${end}`, 'latin1')
}

/** node:sqlite works on files, so that the database lies in a temporary folder for a moment. */
function database(name: string, change: (one: DatabaseSync, random: Random) => void): BenignTransform {
  return changing(name, (bytes, path, seed) => {
    if (!databases.has(endingOf(path)) || bytes.toString('latin1', 0, 6) !== 'SQLite') return undefined
    const folder = mkdtempSync(join(tmpdir(), 'anlauf-benign-'))
    try {
      const file = join(folder, 'one.sqlite')
      writeFileSync(file, bytes)
      const one = new DatabaseSync(file)
      try {
        change(one, seededRandom(seed))
      } finally {
        one.close()
      }
      return readFileSync(file)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
}
