import { readFileSync, statSync } from 'node:fs'

import { type Content, contentOf, isPicture } from '../content.ts'
import { histogramOf, uniformityZ } from '../signals/chi-square.ts'
import { isEncryptionGrowth } from '../signals/growth.ts'
import { defaultThresholds } from '../thresholds.ts'
import {
  type ContentType,
  contentTypes,
  gunzipped,
  promisedType,
  sniff,
  textType,
  zipMembers,
} from '../validators/index.ts'
import { encodedPart, hidesDigits } from './even-text.ts'
import type { Look } from './look.ts'

/** What a validator says of a file as it lies there now. */
export interface Checked {
  /** `whole`: proved, or a text; `broken`: not what it was, and nothing else that explains its bytes. */
  readonly state: 'whole' | 'broken' | 'unknown'
  readonly why: string
}

/** Unpacked bytes of a package that are looked at. */
const unpackedBytes = 4 * 1024 * 1024

/** Base64 takes four bytes for three, and line ends. */
const mostEncodedGrowth = 1.5

const unknown: Checked = { state: 'unknown', why: '' }
const whole: Checked = { state: 'whole', why: '' }
const broken = (why: string): Checked => ({ state: 'broken', why })

/**
 * Reads the whole file, if it is no larger than `maxBytes`, and checks it as what it was. A file shorter than before
 * is never called broken, unless a document was emptied: it may be on its way. `isCopy`: it came for another file that went. Never throws; a file that is gone is `unknown`.
 */
export function checkFile(
  path: string,
  before: Look,
  maxBytes: number,
  { isCopy = false }: { isCopy?: boolean } = {},
): Checked {
  try {
    const { size } = statSync(path)
    if (size === 0 && isEmptied(before)) return broken(`a ${before.type} was emptied`)
    if (size > maxBytes || size === 0) return unknown
    const bytes = readFileSync(path)
    const expected = namedType(before.type) ?? promisedType(path)
    const content = contentOf(bytes, { expected, complete: true })
    return judge(content, before, bytes, { promised: promisedType(path), isCopy })
  } catch {
    return unknown
  }
}

function judge(
  { type, state, deep, flavour, what }: Content,
  before: Look,
  bytes: Uint8Array,
  { promised, isCopy }: { promised: ContentType | undefined; isCopy: boolean },
): Checked {
  const isSame = type?.name === before.type
  const bothPictures = isPicture(type) && isPicture(namedType(before.type))
  const canBeEncryption = isEncryptionGrowth(before.size, bytes.length)
  if (state === 'whole' && type === textType) return judgeText(before, bytes, canBeEncryption)
  const isSealed = type?.content === 'sealed' || flavour === 'sealed'
  if (state === 'whole' && isSealed && (!isSame || isCopy)) return broken(`it became a sealed ${type?.name}`)
  if (state === 'whole' && holdsNoise(type, bytes))
    return broken(`a sound ${type?.name} that holds nothing but noise`)
  if (state === 'whole' && deep) return whole
  if (state === 'whole') {
    // As long as it was, of a kind that its name does not promise, and nothing proves it.
    const isStranger = !isSame && !bothPictures && type !== promised && canBeEncryption
    return isStranger ? broken(`it became a ${type?.name} that nothing proves`) : unknown
  }
  if (bytes.length < before.size || state === 'unchecked' || state === 'untyped') return unknown
  if (state === 'broken') return broken(`it is no whole ${before.type ?? 'file'} any more: ${what}`)
  // A header of another kind in front of bytes that it does not explain.
  return isSame || !canBeEncryption ? unknown : broken(`it begins as ${type?.name}, and ${what}`)
}

function judgeText(before: Look, bytes: Uint8Array, canBeEncryption: boolean): Checked {
  const wasText = before.type === textType.name
  const encoded = encodedPart(bytes)
  if (encoded === 'all')
    return wasText && before.isEven ? unknown : broken('it became digits of something encoded')
  // A mail that got an attachment grows by more than its own length.
  if (encoded === 'body' && wasText && !before.isEven && bytes.length <= mostEncodedGrowth * before.size)
    return broken('all but its beginning became digits of something encoded')
  // No document turns into a text of its own length.
  if (!wasText && canBeEncryption) return broken(`a text stands where a ${before.type} was`)
  return whole
}

/**
 * True when more than half of what a package holds is random bytes of no known kind, or more than half of the text of a
 * document is digits of something encoded.
 */
function holdsNoise(type: ContentType | undefined, bytes: Uint8Array): boolean {
  const plain = type?.name === 'gzip' ? gunzipped(bytes, unpackedBytes) : undefined
  const members = type?.name === 'zip' ? zipMembers(bytes, unpackedBytes) : new Map<string, Buffer>()
  if (hidesDigits(members)) return true
  const parts = plain === undefined ? [...members.values()] : [plain]
  const isNoise = (part: Uint8Array): boolean =>
    part.length >= defaultThresholds.minRewritten &&
    Math.abs(uniformityZ(histogramOf(part))) < defaultThresholds.uniformZ &&
    sniff(part) === undefined
  const sum = (some: readonly Uint8Array[]): number => some.reduce((bytes, { length }) => bytes + length, 0)
  return sum(parts.filter(isNoise)) * 2 > sum(parts)
}

/** Texts are emptied every day; a document has no reason to stay empty. */
function isEmptied(before: Look): boolean {
  return before.size > 0 && before.type !== undefined && before.type !== textType.name
}

function namedType(name: string | undefined): ContentType | undefined {
  return [...contentTypes, textType].find((type) => type.name === name)
}
