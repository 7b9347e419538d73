import type { BlobType } from './blob-type.ts'

/** Takes what a scan finds; the id is 64 hexadecimal digits of the JSON that begin at `idAt`. */
export interface ScanTarget {
  pack(id: string): void
  /** False when the digits are none. */
  blob(json: Buffer, idAt: number, type: BlobType, place: ScannedPlace): boolean
}

/** One object for all blobs of a scan: it holds until the next one. */
export interface ScannedPlace {
  offset: number
  length: number
  uncompressedLength: number
}

const idLength = 64

/**
 * Reads an index file as restic and we write it, byte by byte and without a single object: a million blobs take
 * 1.9 instead of 2.7 s, and a program that lists them 250 instead of 700 MiB. False when a byte is not
 * where it belongs (another field order, white space, the old form): what was taken in until then is true, and
 * the careful reader sees to the rest.
 */
export function scanIndex(json: Buffer, target: ScanTarget): boolean {
  const scan = new Scan(json)
  if (!scan.skip(head)) return false
  do if (!scanPack(scan, target)) return false
  while (scan.skip(comma))
  // Go's encoder ends with a new line.
  return scan.skip(tail) && (scan.at === json.length || (scan.skip(newLine) && scan.at === json.length))
}

function scanPack(scan: Scan, target: ScanTarget): boolean {
  if (!scan.skip(idField)) return false
  const id = scan.json.toString('latin1', scan.at, scan.at + idLength)
  scan.at += idLength
  if (!hex.test(id) || !scan.skip(blobsField)) return false
  target.pack(id)
  do if (!scanBlob(scan, target)) return false
  while (scan.skip(comma))
  return scan.skip(endOfPack)
}

const place: ScannedPlace = { offset: 0, length: 0, uncompressedLength: 0 }

function scanBlob(scan: Scan, target: ScanTarget): boolean {
  if (!scan.skip(idField)) return false
  const idAt = scan.at
  scan.at += idLength
  if (!scan.skip(typeField)) return false
  const type = scan.skip(dataType) ? 'data' : scan.skip(treeType) ? 'tree' : undefined
  if (type === undefined) return false
  place.offset = scan.skip(offsetField) ? scan.uint32() : -1
  place.length = scan.skip(lengthField) ? scan.uint32() : -1
  place.uncompressedLength = scan.skip(uncompressedField) ? scan.uint32() : 0
  const isSound = place.offset >= 0 && place.length >= 0 && place.uncompressedLength >= 0
  return isSound && scan.skip(endOfBlob) && target.blob(scan.json, idAt, type, place)
}

/** A place in the text that moves on only where it finds what it looks for. */
class Scan {
  at = 0
  readonly json: Buffer

  constructor(json: Buffer) {
    this.json = json
  }

  skip(expected: Uint8Array): boolean {
    for (let byte = 0; byte < expected.length; byte += 1) {
      if (this.json[this.at + byte] !== expected[byte]) return false
    }
    this.at += expected.length
    return true
  }

  /** −1 for anything but a whole number below 2³² without leading zeros. */
  uint32(): number {
    const start = this.at
    let value = 0
    for (;;) {
      const digit = (this.json[this.at] ?? 0) - 48
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
      this.at += 1
      if (value > 0xffff_ffff) return -1
    }
    const digits = this.at - start
    return digits === 0 || (digits > 1 && this.json[start] === 48) ? -1 : value
  }
}

const hex = /^[0-9a-f]{64}$/
const [head, tail, comma, newLine] = [text('{"packs":['), text(']}'), text(','), text('\n')]
const [idField, blobsField, endOfPack] = [text('{"id":"'), text('","blobs":['), text(']}')]
const [typeField, dataType, treeType] = [text('","type":"'), text('data"'), text('tree"')]
const [offsetField, lengthField] = [text(',"offset":'), text(',"length":')]
const [uncompressedField, endOfBlob] = [text(',"uncompressed_length":'), text('}')]

function text(expected: string): Uint8Array {
  return new TextEncoder().encode(expected)
}
