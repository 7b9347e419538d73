/** Message types of the SSH File Transfer Protocol, version 3 (draft-ietf-secsh-filexfer-02). */
export const messages = {
  init: 1,
  version: 2,
  open: 3,
  close: 4,
  read: 5,
  write: 6,
  fstat: 8,
  opendir: 11,
  readdir: 12,
  remove: 13,
  mkdir: 14,
  rmdir: 15,
  stat: 17,
  rename: 18,
  readlink: 19,
  symlink: 20,
  status: 101,
  handle: 102,
  data: 103,
  name: 104,
  attributes: 105,
  extended: 200,
  extendedReply: 201,
} as const

/** Codes of a status answer. */
export const statusCodes = {
  ok: 0,
  endOfFile: 1,
  noSuchFile: 2,
  permissionDenied: 3,
  failure: 4,
  badMessage: 5,
  noConnection: 6,
  connectionLost: 7,
  unsupported: 8,
} as const

/** How a file is opened. */
export const openFlags = { read: 0x01, write: 0x02, create: 0x08, exclusive: 0x20 } as const

const attributeFlags = {
  size: 0x01,
  owner: 0x02,
  permissions: 0x04,
  times: 0x08,
  extended: 0x8000_0000,
} as const

/** What a server says about a file. */
export interface Attributes {
  readonly size?: number
  readonly permissions?: number
}

/** Permission bits of a folder that only we read, and of a file. */
export const folderMode = 0o700
export const fileMode = 0o600

/** A field of a request: a number of 4 bytes, one of 8 bytes, a text, or bytes sent as they are. */
export type Field = number | bigint | string | Uint8Array

/**
 * A whole message: length, type, request id, fields. Bytes come with their length before them and are not
 * copied: the pieces are to be written one after the other.
 */
export function encodeMessage(type: number, id: number, fields: readonly Field[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let bytes = 5
  for (const field of fields) {
    const encoded = encodeField(field)
    for (const piece of encoded) bytes += piece.length
    pieces.push(...encoded)
  }
  const head = Buffer.alloc(9)
  head.writeUInt32BE(bytes, 0)
  head.writeUInt8(type, 4)
  head.writeUInt32BE(id, 5)
  return [head, ...pieces]
}

function encodeField(field: Field): Uint8Array[] {
  if (typeof field === 'number' || typeof field === 'bigint') {
    const bytes = Buffer.alloc(typeof field === 'number' ? 4 : 8)
    if (typeof field === 'number') bytes.writeUInt32BE(field)
    else bytes.writeBigUInt64BE(field)
    return [bytes]
  }
  const content = typeof field === 'string' ? Buffer.from(field) : field
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  return [length, content]
}

/** Attributes that only say who may use the file. */
export function permissionAttributes(mode: number): readonly Field[] {
  return [attributeFlags.permissions, mode]
}

/** Reads the fields of an answer in their order. Throws `RangeError` when there are fewer. */
export class FieldReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  number(): number {
    this.#at += 4
    return this.#bytes.readUInt32BE(this.#at - 4)
  }

  large(): number {
    this.#at += 8
    return Number(this.#bytes.readBigUInt64BE(this.#at - 8))
  }

  bytes(): Buffer {
    const length = this.number()
    if (length > this.#bytes.length - this.#at) throw new RangeError('a field is longer than its message')
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  text(): string {
    return this.bytes().toString('utf8')
  }

  attributes(): Attributes {
    const flags = this.number()
    const size = (flags & attributeFlags.size) === 0 ? {} : { size: this.large() }
    if ((flags & attributeFlags.owner) !== 0) this.#at += 8
    const permissions = (flags & attributeFlags.permissions) === 0 ? {} : { permissions: this.number() }
    if ((flags & attributeFlags.times) !== 0) this.#at += 8
    if ((flags & attributeFlags.extended) !== 0) {
      for (let left = this.number(); left > 0; left -= 1) {
        this.bytes()
        this.bytes()
      }
    }
    return { ...size, ...permissions }
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length
  }
}

/** A regular file, or a server that does not say what it is. */
export function isFile({ permissions }: Attributes): boolean {
  return permissions === undefined || (permissions & 0o170000) === 0o100000
}

/** A folder; a link to one is none. */
export function isFolder({ permissions }: Attributes): boolean {
  return permissions !== undefined && (permissions & 0o170000) === 0o040000
}
