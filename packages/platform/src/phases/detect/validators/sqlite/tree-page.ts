/** A b-tree page in its file. */
export interface TreePage {
  readonly buffer: Buffer
  /** First byte of the page. */
  readonly start: number
  /** First byte of its b-tree header; 100 bytes into the first page. */
  readonly header: number
  /** Bytes of a page that may be used. */
  readonly usable: number
  readonly pages: number
}

const kinds = { indexInterior: 2, tableInterior: 5, indexLeaf: 10, tableLeaf: 13 } as const

/** True when the header, every cell and every record that lies on the page fit (file format, §1.6, §2.1). */
export function isSoundTreePage(page: TreePage): boolean {
  const { buffer, start, header, usable } = page
  const kind = buffer[header] ?? 0
  const isLeaf = kind === kinds.indexLeaf || kind === kinds.tableLeaf
  const cells = buffer.readUInt16BE(header + 3)
  const content = buffer.readUInt16BE(header + 5) || 65_536
  const pointers = header + (isLeaf ? 8 : 12)
  const pointersEnd = pointers + 2 * cells
  if (pointersEnd > start + content || content > usable || (buffer[header + 7] ?? 0) > 60) return false
  if (!isLeaf && !isPage(page, buffer.readUInt32BE(header + 8))) return false
  for (let at = pointers; at < pointersEnd; at += 2) {
    const cell = buffer.readUInt16BE(at)
    if (cell < content || cell >= usable || !isSoundCell(page, kind, start + cell)) return false
  }
  return true
}

function isSoundCell(page: TreePage, kind: number, cell: number): boolean {
  const { buffer, start, usable } = page
  const end = start + usable
  let at = cell
  if (kind === kinds.tableInterior || kind === kinds.indexInterior) {
    if (at + 4 > end || !isPage(page, buffer.readUInt32BE(at))) return false
    at += 4
  }
  if (kind === kinds.tableInterior) return readVarint(buffer, at, end) !== undefined
  const payload = readVarint(buffer, at, end)
  if (payload === undefined) return false
  const row = kind === kinds.tableLeaf ? readVarint(buffer, payload.next, end) : payload
  if (row === undefined) return false
  const local = localBytes(payload.value, kind === kinds.tableLeaf, usable)
  const spills = local < payload.value
  if (row.next + local + (spills ? 4 : 0) > end) return false
  if (spills && !isPage(page, buffer.readUInt32BE(row.next + local))) return false
  return isSoundRecord(buffer, row.next, local, payload.value)
}

/** Bytes of a payload that stay on the page (§1.6). */
function localBytes(payload: number, isTable: boolean, usable: number): number {
  const most = isTable ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23
  if (payload <= most) return payload
  const least = Math.floor(((usable - 12) * 32) / 255) - 23
  const rest = least + ((payload - least) % (usable - 4))
  return rest <= most ? rest : least
}

/** The record header names the type of every column; their lengths together are the payload (§2.1). */
function isSoundRecord(buffer: Buffer, start: number, local: number, payload: number): boolean {
  const header = readVarint(buffer, start, start + local)
  if (header === undefined || header.value > payload) return payload === 0
  // A header that runs over into the next page is very rare and not followed.
  if (header.value > local) return true
  let [at, length] = [header.next, header.value]
  while (at < start + header.value) {
    const type = readVarint(buffer, at, start + header.value)
    if (type === undefined || type.value === 10 || type.value === 11) return false
    length += columnBytes(type.value)
    at = type.next
  }
  return length === payload
}

function columnBytes(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2)
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0
}

function isPage({ pages }: TreePage, page: number): boolean {
  return page >= 1 && page <= pages
}

/** Big-endian, seven bits a byte, the ninth byte whole; values beyond 2⁵³ lose precision and never fit anyway. */
function readVarint(buffer: Buffer, start: number, end: number): { value: number; next: number } | undefined {
  let value = 0
  for (let at = start; at < start + 9; at += 1) {
    const byte = buffer[at]
    if (byte === undefined || at >= end) return undefined
    if (at === start + 8) return { value: value * 256 + byte, next: at + 1 }
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, next: at + 1 }
  }
  return undefined
}
