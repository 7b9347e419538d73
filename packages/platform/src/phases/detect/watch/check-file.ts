import { readFileSync, statSync } from 'node:fs'

import { type Content, contentOf, isPicture } from '../content.ts'
import { evenAlphabet } from '../signals/alphabet.ts'
import { isEncryptionGrowth } from '../signals/growth.ts'
import { defaultThresholds } from '../thresholds.ts'
import { type ContentType, contentTypes, promisedType, textType } from '../validators/index.ts'
import type { Look } from './look.ts'

/** What a validator says of a file as it lies there now. */
export interface Checked {
  /** `whole`: proved, or a text; `broken`: not what it was, and nothing else that explains its bytes. */
  readonly state: 'whole' | 'broken' | 'unknown'
  readonly why: string
}

const unknown: Checked = { state: 'unknown', why: '' }
const whole: Checked = { state: 'whole', why: '' }
const broken = (why: string): Checked => ({ state: 'broken', why })

/**
 * Reads the whole file, if it is no larger than `maxBytes`, and checks it as what it was. A file shorter than before
 * is never called broken: it may be on its way. Never throws; a file that is gone is `unknown`.
 */
export function checkFile(path: string, before: Look, maxBytes: number): Checked {
  try {
    const { size } = statSync(path)
    if (size > maxBytes || size === 0) return unknown
    const bytes = readFileSync(path)
    const expected = namedType(before.type) ?? promisedType(path)
    const content = contentOf(bytes, { expected, complete: true })
    return judge(content, before, bytes)
  } catch {
    return unknown
  }
}

function judge({ type, state, deep, what }: Content, before: Look, bytes: Uint8Array): Checked {
  const isSame = type?.name === before.type || (isPicture(type) && isPicture(namedType(before.type)))
  if (state === 'whole' && type === textType) {
    const isEncoded = evenAlphabet(bytes, defaultThresholds.uniformZ) !== undefined
    if (!isEncoded) return whole
    // Text that was encoded text before is what it was; text grows by a third only when somebody encodes it.
    return isSame && bytes.length === before.size ? unknown : broken('it became digits of something encoded')
  }
  if (state === 'whole' && type?.content === 'sealed' && !isSame)
    return broken(`it became a ${type.name} container under its old name`)
  if (state === 'whole') return deep ? whole : unknown
  if (bytes.length < before.size || state === 'unchecked' || state === 'untyped') return unknown
  if (state === 'broken') return broken(`it is no whole ${before.type ?? 'file'} any more: ${what}`)
  // A header of another kind in front of bytes that it does not explain.
  return isSame || !isEncryptionGrowth(before.size, bytes.length)
    ? unknown
    : broken(`it begins as ${type?.name}, and ${what}`)
}

function namedType(name: string | undefined): ContentType | undefined {
  return [...contentTypes, textType].find((type) => type.name === name)
}
