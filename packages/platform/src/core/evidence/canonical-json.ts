import { AnlaufError } from '../failure.ts'

/** What canonical JSON can say: no fractions, no lone surrogates, nothing undefined. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * The one text of a value: RFC 8785 restricted to integers within ±(2⁵³ − 1). Names are sorted by UTF-16
 * code units, no white space. Throws `input-invalid` for anything that has no such text.
 */
export function canonicalJson(value: Json): string {
  return textOf(value, 0)
}

/**
 * True when a text is the canonical one of the value that was read from it. The engine writes most values as this
 * form does, so that comparing with it and looking whether names are sorted is enough: five times as fast as
 * writing the text anew, which is done only where the two differ.
 */
export function isCanonicalText(text: string, value: Json): boolean {
  try {
    const isPlainText = JSON.stringify(value) === text && !text.includes('\\ud')
    return isPlainText && isOrdered(value, 0) ? true : canonicalJson(value) === text
  } catch {
    return false
  }
}

/** What canonical JSON asks for beyond what the engine writes. Well-formed texts and plain objects are the caller's. */
function isOrdered(value: Json, depth: number): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (typeof value !== 'object' || value === null) return true
  if (depth === maxDepth) return false
  if (isList(value)) return value.every((item) => isOrdered(item, depth + 1))
  let before: string | undefined
  for (const name of Object.keys(value)) {
    if (before !== undefined && before >= name) return false
    before = name
    if (!isOrdered(value[name] ?? null, depth + 1)) return false
  }
  return true
}

/** No honest entry nests deeper; without a limit a hostile one overflows the stack. */
const maxDepth = 64

function textOf(value: Json, depth: number): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw unsayable(`the number ${value}`)
    return Object.is(value, -0) ? '0' : String(value)
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw unsayable('a text with a lone surrogate')
    return JSON.stringify(value)
  }
  if (typeof value !== 'object') throw unsayable(`a ${typeof value}`)
  if (depth === maxDepth) throw unsayable(`more than ${maxDepth} levels`)
  // Array.from, because map would skip the holes of a sparse array and write text that is no JSON.
  if (isList(value)) return `[${Array.from(value, (item) => textOf(item, depth + 1)).join(',')}]`
  if (!isPlain(value)) throw unsayable('an object with a class, such as a date, a map or bytes')
  const fields = Object.keys(value)
    .sort()
    .map((name) => {
      if (!name.isWellFormed()) throw unsayable('a name with a lone surrogate')
      const field = value[name]
      if (field === undefined) throw unsayable(`${name}, which is undefined`)
      return `${JSON.stringify(name)}:${textOf(field, depth + 1)}`
    })
  return `{${fields.join(',')}}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

/** A Date or a Map has no own fields and would silently become `{}`. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function unsayable(what: string): AnlaufError {
  return new AnlaufError('input-invalid', `Evidence cannot hold ${what}.`, {
    hint: 'Write fractions as integers of a smaller unit and bytes as hexadecimal text.',
  })
}
