import { AnlaufError } from '../failure.ts'

/** What canonical JSON can say: no fractions, no lone surrogates, nothing undefined. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * The one text of a value: RFC 8785 restricted to integers within ±(2⁵³ − 1). Names are sorted by UTF-16
 * code units, no white space. Throws `input-invalid` for anything that has no such text.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw unsayable(`the number ${value}`)
    return Object.is(value, -0) ? '0' : String(value)
  }
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw unsayable('a text with a lone surrogate')
    return JSON.stringify(value)
  }
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object') throw unsayable(`a ${typeof value}`)
  const fields = Object.keys(value)
    .sort()
    .map((name) => {
      if (!name.isWellFormed()) throw unsayable('a name with a lone surrogate')
      const field = value[name]
      if (field === undefined) throw unsayable(`${name}, which is undefined`)
      return `${JSON.stringify(name)}:${canonicalJson(field)}`
    })
  return `{${fields.join(',')}}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function unsayable(what: string): AnlaufError {
  return new AnlaufError('input-invalid', `Evidence cannot hold ${what}.`, {
    hint: 'Write fractions as integers of a smaller unit and bytes as hexadecimal text.',
  })
}
