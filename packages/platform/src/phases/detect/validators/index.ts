/**
 * Validators: is this file what it says it is, to its last byte?
 *
 *     bytes ─▶ sniff (magic) ─▶ validator ─▶ valid (structure · checksum · decoded) | broken at offset
 *
 * Guarantees: total, bounded in time and memory, tested with truncated, flipped and random bytes.
 * Non-guarantees: `structure` does not exonerate; a valid file can still carry malware, which is the
 * scanner's question; whoever writes ciphertext as the pixels of a correct picture is not noticed.
 */
import { beginsAs } from './beginnings.ts'
import { contentTypes, textType } from './content-types.ts'
import type { ContentType } from './content-type.ts'
import { text } from './text.ts'

export { contentTypes, textType } from './content-types.ts'
export type { ContentType } from './content-type.ts'
export { gunzipped } from './gzip.ts'
export { noiseShare } from './text.ts'
export type { Validator, Validity } from './validity.ts'
export { zipMembers } from './zip/members.ts'

/** The type by magic bytes, or text when the bytes are text, or undefined. */
export function sniff(bytes: Uint8Array): ContentType | undefined {
  const byMagic = contentTypes.find(({ magic }) => beginsAs(bytes, magic ?? []))
  if (byMagic !== undefined) return byMagic
  return bytes.length > 0 && text(bytes).state === 'valid' ? textType : undefined
}

/** The type that a name promises, or undefined. */
export function promisedType(path: string): ContentType | undefined {
  const ending = endingOf(path)
  return [...contentTypes, textType].find(({ endings }) => endings.includes(ending))
}

/** Mails of a Maildir have no ending of their own; their place and name say what they are. */
const mailInMaildir = /\/(?:cur|new)\/\d{9,11}\.[^/:]*(?:,[SW]=\d+|:2,[A-Za-z]*)$/

/** The lower-case ending of a path without the dot, `eml` in a Maildir; empty when the name has none. */
export function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  if (mailInMaildir.test(path)) return 'eml'
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}
