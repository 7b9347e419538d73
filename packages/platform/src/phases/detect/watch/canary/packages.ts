import { crc32, deflateRawSync } from 'node:zlib'

import { type Draw, type Language, prose, sentence } from './language.ts'

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const schemas = 'http://schemas.openxmlformats.org'
/** Sentences of so few words pack to about a fifth. */
const packing = 5
/** What stands around the text in a package. */
const frameBytes = 1_200

/** An office document with paragraphs (ECMA-376, 11.3.10). */
export function docx(language: Language, draw: Draw, bytes: number): Buffer {
  const text = proseFor(language, draw, bytes).split('\n\n')
  const body = text.map((one) => `<w:p><w:r><w:t>${one}</w:t></w:r></w:p>`).join('')
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
  return office('word/document.xml', main, [
    [
      'word/document.xml',
      `${declaration}<w:document xmlns:w="${schemas}/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    ],
  ])
}

/** A workbook with one sheet of numbered rows (ECMA-376, 12.3). */
export function xlsx(language: Language, draw: Draw, bytes: number): Buffer {
  const rows: string[] = []
  for (let length = 0; rows.length === 0 || length < (bytes - frameBytes) * packing;) {
    const at = rows.length + 1
    const text = `<c r="B${at}" t="inlineStr"><is><t>${sentence(language, draw)}</t></is></c>`
    rows.push(`<row r="${at}"><c r="A${at}"><v>${draw(100_000) / 100}</v></c>${text}</row>`)
    length += text.length + 50
  }
  const main = `${schemas}/spreadsheetml/2006/main`
  const relations = `${schemas}/officeDocument/2006/relationships`
  return office(
    'xl/workbook.xml',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
    [
      [
        'xl/workbook.xml',
        `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      ],
      [
        'xl/_rels/workbook.xml.rels',
        `${declaration}<Relationships xmlns="${schemas}/package/2006/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      ],
      [
        'xl/worksheets/sheet1.xml',
        `${declaration}<worksheet xmlns="${main}"><sheetData>${rows.join('')}</sheetData></worksheet>`,
      ],
    ],
  )
}

/** A text of OpenDocument 1.2 (part 3, packages). */
export function odt(language: Language, draw: Draw, bytes: number): Buffer {
  const names = 'urn:oasis:names:tc:opendocument:xmlns'
  const kind = 'application/vnd.oasis.opendocument.text'
  const text = proseFor(language, draw, bytes).split('\n\n')
  return zip([
    ['mimetype', kind],
    [
      'META-INF/manifest.xml',
      `${declaration}<manifest:manifest xmlns:manifest="${names}:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="${kind}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`,
    ],
    [
      'content.xml',
      `${declaration}<office:document-content xmlns:office="${names}:office:1.0" xmlns:text="${names}:text:1.0" office:version="1.2"><office:body><office:text>${text.map((one) => `<text:p>${one}</text:p>`).join('')}</office:text></office:body></office:document-content>`,
    ],
  ])
}

/** An archive of a few texts. */
export function packed(language: Language, draw: Draw, bytes: number): Buffer {
  const part = (): string => proseFor(language, draw, Math.ceil(bytes / 3) + frameBytes)
  return zip([
    ['1.txt', part()],
    ['2.txt', part()],
    ['3.txt', part()],
  ])
}

function proseFor(language: Language, draw: Draw, bytes: number): string {
  return prose(language, draw, Math.max(300, (bytes - frameBytes) * packing))
}

type Member = readonly [name: string, text: string]

function office(mainPart: string, mainType: string, members: readonly Member[]): Buffer {
  const sheet = members.find(([name]) => name.includes('worksheets/'))?.[0]
  const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml'
  const override = (part: string, type: string): string =>
    `<Override PartName="/${part}" ContentType="${type}"/>`
  return zip([
    [
      '[Content_Types].xml',
      `${declaration}<Types xmlns="${schemas}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override(mainPart, mainType)}${sheet === undefined ? '' : override(sheet, sheetType)}</Types>`,
    ],
    [
      '_rels/.rels',
      `${declaration}<Relationships xmlns="${schemas}/package/2006/relationships"><Relationship Id="rId1" Type="${schemas}/officeDocument/2006/relationships/officeDocument" Target="${mainPart}"/></Relationships>`,
    ],
    ...members,
  ])
}

/** An archive (PKWARE APPNOTE 6.3): deflated members, but for the type that OpenDocument wants stored and first. */
function zip(members: readonly Member[]): Buffer {
  const records: Buffer[] = []
  const entries: Buffer[] = []
  let at = 0
  for (const [name, text] of members) {
    const plain = Buffer.from(text)
    const isStored = name === 'mimetype'
    const data = isStored ? plain : deflateRawSync(plain)
    const fields = Buffer.alloc(26)
    fields.writeUInt16LE(20, 0)
    fields.writeUInt16LE(0x800, 2)
    fields.writeUInt16LE(isStored ? 0 : 8, 4)
    // 1 January 1980, the first day that the format knows: office programs write it as well.
    fields.writeUInt32LE(0x0021_0000, 6)
    fields.writeUInt32LE(crc32(plain), 10)
    fields.writeUInt32LE(data.length, 14)
    fields.writeUInt32LE(plain.length, 18)
    fields.writeUInt16LE(name.length, 22)
    const record = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), data])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), fields, tail, Buffer.from(name)]))
    records.push(record)
    at += record.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(members.length, 4)
  end.writeUInt16LE(members.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...records, directory, Buffer.from('PK\x05\x06'), end])
}
