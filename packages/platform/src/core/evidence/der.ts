/** One value of DER (ITU-T X.690): its tag and where its content lies. */
export interface DerValue {
  readonly tag: number
  readonly content: Buffer
  /** With tag and length, as it stands. */
  readonly whole: Buffer
}

/** Tags that time stamps need. */
export const derTags = {
  boolean: 0x01,
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const

/** Encodes one value. Content is already DER where the tag is a sequence. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const bytes = Buffer.concat(content)
  if (bytes.length < 0x80) return Buffer.concat([Buffer.of(tag, bytes.length), bytes])
  const hex = bytes.length.toString(16)
  const length = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, bytes])
}

/** The values that stand one behind the other; undefined when the bytes are no DER. Nothing nested is read. */
export function derValues(bytes: Buffer): readonly DerValue[] | undefined {
  const values: DerValue[] = []
  for (let at = 0; at < bytes.length;) {
    const value = valueAt(bytes, at)
    if (value === undefined) return undefined
    values.push(value)
    at += value.whole.length
  }
  return values
}

function valueAt(bytes: Buffer, at: number): DerValue | undefined {
  const [tag, first] = [bytes[at], bytes[at + 1]]
  // Tags of several bytes stand in no time stamp.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return undefined
  const more = first < 0x80 ? 0 : first & 0x7f
  // 0x80 would be a length that nobody says; four bytes are more than any file we read.
  if (first === 0x80 || more > 4 || at + 2 + more > bytes.length) return undefined
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more)
  const from = at + 2 + more
  if (from + length > bytes.length) return undefined
  return { tag, content: bytes.subarray(from, from + length), whole: bytes.subarray(at, from + length) }
}
