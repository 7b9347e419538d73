import { damaged } from '../error.ts'

const quote = 0x22
const backslash = 0x5c
const whitespace = /[ \t\r\n]/

/**
 * Reads JSON piece by piece without losing anything: integers over 2⁵³ keep their digits and unknown
 * fields their text, which `JSON.parse` cannot do. Every defect throws `damaged` with its position.
 *
 * @example reader.object((name) => { if (name === 'size') size = reader.integer(); else reader.raw() })
 */
export class JsonReader {
  private at = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  /** Calls `field` for each field; it must consume the value. */
  object(field: (name: string) => void): void {
    this.expect(0x7b)
    if (this.take(0x7d)) return
    do {
      const name = this.string()
      this.expect(0x3a)
      field(name)
    } while (this.take(0x2c))
    this.expect(0x7d)
  }

  /** Calls `item` for each item; it must consume the value. */
  array(item: () => void): void {
    this.expect(0x5b)
    if (this.take(0x5d)) return
    do item()
    while (this.take(0x2c))
    this.expect(0x5d)
  }

  string(): string {
    this.skipSpace()
    if (this.text.charCodeAt(this.at) !== quote) throw this.defect('a string')
    const start = this.at + 1
    let at = start
    for (;;) {
      const code = this.text.charCodeAt(at)
      if (code === quote) break
      if (code === backslash) return this.escapedString(start)
      if (!(code >= 0x20)) throw this.defect('a string without control characters')
      at += 1
    }
    this.at = at + 1
    return ownText(this.text.slice(start, at))
  }

  /** An integer of 0 or more that a double holds exactly. */
  integer(): number {
    const value = Number(this.digits())
    if (!Number.isSafeInteger(value)) throw this.defect('a number below 2^53')
    return value
  }

  /** An unsigned 64-bit integer. */
  uint64(): bigint {
    const value = BigInt(this.digits())
    if (value >= 1n << 64n) throw this.defect('a number below 2^64')
    return value
  }

  /** An unsigned 32-bit integer. */
  uint32(): number {
    const value = this.integer()
    if (value > 0xffff_ffff) throw this.defect('a number below 2^32')
    return value
  }

  /** Consumes `null` if it comes next. */
  null(): boolean {
    this.skipSpace()
    if (!this.text.startsWith('null', this.at)) return false
    this.at += 4
    return true
  }

  /** Any value as its own text. */
  raw(): string {
    this.skipSpace()
    const start = this.at
    this.skipValue()
    const json = this.text.slice(start, this.at)
    try {
      JSON.parse(json)
    } catch {
      throw this.defect('a JSON value')
    }
    return json
  }

  /** Only white space may follow. */
  end(): void {
    this.skipSpace()
    if (this.at !== this.text.length) throw this.defect('the end')
  }

  private digits(): string {
    this.skipSpace()
    const start = this.at
    for (let code = this.text.charCodeAt(this.at); code >= 0x30 && code <= 0x39;) {
      this.at += 1
      code = this.text.charCodeAt(this.at)
    }
    const length = this.at - start
    const next = this.text.charCodeAt(this.at) | 0x20
    const isInteger = length > 0 && length <= 20 && next !== 0x2e && next !== 0x65
    if (!isInteger || (length > 1 && this.text.charCodeAt(start) === 0x30)) throw this.defect('an integer')
    return this.text.slice(start, this.at)
  }

  /** Moves behind a value by counting brackets; depth costs no stack. */
  private skipValue(): void {
    let depth = 0
    do {
      this.skipSpace()
      const code = this.text.charCodeAt(this.at)
      if (code === quote) this.string()
      else if (code === 0x7b || code === 0x5b) this.enter(depth++)
      else if (code === 0x7d || code === 0x5d) this.leave(depth--)
      else if (depth > 0 && (code === 0x2c || code === 0x3a)) this.at += 1
      else this.skipWord()
    } while (depth > 0)
  }

  private enter(depth: number): void {
    if (depth > 200) throw this.defect('at most 200 nested values')
    this.at += 1
  }

  private leave(depth: number): void {
    if (depth === 0) throw this.defect('a value')
    this.at += 1
  }

  private skipWord(): void {
    const start = this.at
    while (/[-+.0-9a-zA-Z]/.test(this.text.charAt(this.at))) this.at += 1
    if (this.at === start) throw this.defect('a value')
  }

  private escapedString(start: number): string {
    let value = ''
    let from = start
    let at = start
    for (;;) {
      const code = this.text.charCodeAt(at)
      if (code === quote) break
      if (!(code >= 0x20)) throw this.defect('a string without control characters')
      if (code !== backslash) {
        at += 1
        continue
      }
      value += this.text.slice(from, at)
      const escape = this.text.charAt(at + 1)
      if (escape === 'u') {
        const hex = this.text.slice(at + 2, at + 6)
        if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw this.defect('four hexadecimal digits after \\u')
        value += String.fromCharCode(parseInt(hex, 16))
        at += 6
      } else {
        const plain = simpleEscapes[escape]
        if (plain === undefined) throw this.defect('a known escape')
        value += plain
        at += 2
      }
      from = at
    }
    this.at = at + 1
    // Go reads half a surrogate pair as U+FFFD; a byte string gives lone surrogates another meaning.
    return (value + this.text.slice(from, at)).toWellFormed()
  }

  private expect(code: number): void {
    if (!this.take(code)) throw this.defect(`"${String.fromCharCode(code)}"`)
  }

  private take(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) {
      this.skipSpace()
      if (this.text.charCodeAt(this.at) !== code) return false
    }
    this.at += 1
    return true
  }

  private skipSpace(): void {
    while (this.text.charCodeAt(this.at) <= 0x20 && whitespace.test(this.text.charAt(this.at))) this.at += 1
  }

  private defect(expected: string): Error {
    return damaged(`JSON: expected ${expected} at character ${this.at}.`, { at: this.at })
  }
}

/** V8 copies slices up to this length; longer ones point into the text they were cut from. */
const maxCopied = 12

/**
 * The same characters in memory of their own. A slice keeps the whole text alive: ten thousand names kept from
 * directories of one megabyte each once cost 13 GB. Adding a character and cutting it off again makes V8 copy
 * (60 ns); nothing else in the language does.
 */
function ownText(slice: string): string {
  return slice.length <= maxCopied ? slice : ` ${slice}`.slice(1)
}

const simpleEscapes: Readonly<Record<string, string | undefined>> = Object.freeze(
  Object.assign(Object.create(null) as Record<string, string>, {
    '"': '"',
    '\\': '\\',
    '/': '/',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
  }),
)
