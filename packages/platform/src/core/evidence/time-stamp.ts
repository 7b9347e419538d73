import { der, derTags, type DerValue, derValues } from './der.ts'

/** Object identifiers, encoded: SHA-256 (2.16.840.1.101.3.4.2.1), signed data and TSTInfo of RFC 5652 and 3161. */
const sha256Id = Buffer.from('608648016503040201', 'hex')
const signedDataId = Buffer.from('2a864886f70d010702', 'hex')
const timeStampInfoId = Buffer.from('2a864886f70d0109100104', 'hex')

/** What an authority said: this digest existed at this time. Its signature is NOT checked here: `openssl ts` does. */
export interface TimeStamp {
  readonly at: Date
  /** SHA-256 that was stamped. */
  readonly digest: Buffer
  /** Serial number in hex. */
  readonly serial: string
  readonly nonce: Buffer | undefined
}

/** What of a checkpoint is stamped: its text and the log's own signature, which later lines of witnesses leave alone. */
export function stampedPart(note: string): string {
  return `${note.split('\n').slice(0, 5).join('\n')}\n`
}

/** A request for a stamp over a SHA-256, with the authority's certificate in the answer (RFC 3161 §2.4.1). */
export function timeStampRequest(digest: Buffer, nonce: Buffer): Buffer {
  const algorithm = der(derTags.sequence, der(derTags.objectIdentifier, sha256Id), der(derTags.null))
  return der(
    derTags.sequence,
    der(derTags.integer, Buffer.of(1)),
    der(derTags.sequence, algorithm, der(derTags.octetString, digest)),
    der(derTags.integer, positive(nonce)),
    der(derTags.boolean, Buffer.of(0xff)),
  )
}

/**
 * Reads an authority's answer (RFC 3161 §2.4.2). Undefined: it is none, or of another digest than SHA-256;
 * `refused`: the authority did not stamp.
 */
export function readTimeStampResponse(response: Buffer): TimeStamp | 'refused' | undefined {
  const [answer] = derValues(response) ?? []
  const [status, token] = sequence(answer) ?? []
  const code = sequence(status)?.[0]?.content
  if (code === undefined) return undefined
  // 0 granted, 1 granted with changes.
  if (code.length !== 1 || (code[0] ?? 2) > 1) return 'refused'
  const info = infoOf(token)
  const [, , imprint, serial, time, ...rest] = sequence(info) ?? []
  const [algorithm, digest] = sequence(imprint) ?? []
  const isSha256 = sequence(algorithm)?.[0]?.content.equals(sha256Id) === true
  const at = time?.tag === derTags.generalizedTime ? timeOf(time.content.toString('latin1')) : undefined
  if (!isSha256 || digest?.content.length !== 32 || serial === undefined || at === undefined) return undefined
  const nonce = rest.find(({ tag }) => tag === derTags.integer)?.content
  return { at, digest: digest.content, serial: serial.content.toString('hex'), nonce }
}

/** True when a stamp answers this question: same digest, same nonce. */
export function answers(stamp: TimeStamp, digest: Buffer, nonce: Buffer): boolean {
  return stamp.digest.equals(digest) && stamp.nonce?.equals(positive(nonce)) === true
}

/** ContentInfo → SignedData → EncapsulatedContentInfo → the octets of TSTInfo. */
function infoOf(token: DerValue | undefined): DerValue | undefined {
  const [type, wrapped] = sequence(token) ?? []
  if (type?.content.equals(signedDataId) !== true || wrapped === undefined) return undefined
  const signed = sequence(derValues(wrapped.content)?.[0])
  const [contentType, content] = sequence(signed?.[2]) ?? []
  if (contentType?.content.equals(timeStampInfoId) !== true || content === undefined) return undefined
  const octets = derValues(content.content)?.[0]
  return octets?.tag === derTags.octetString ? derValues(octets.content)?.[0] : undefined
}

function sequence(value: DerValue | undefined): readonly DerValue[] | undefined {
  return value?.tag === derTags.sequence ? derValues(value.content) : undefined
}

/** An integer is signed, and its shortest form counts. */
function positive(bytes: Buffer): Buffer {
  let from = 0
  while (from < bytes.length - 1 && bytes[from] === 0) from += 1
  const short = bytes.subarray(from)
  return (short[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), short]) : short
}

/** GeneralizedTime in UTC, seconds with an optional fraction. */
function timeOf(text: string): Date | undefined {
  const [, year, month, day, hour, minute, second, fraction = ''] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(text) ?? []
  if (year === undefined) return undefined
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}Z`)
  return Number.isNaN(at.getTime()) ? undefined : at
}
