/** No honest element is longer: a name of 64 digits and a size take about 100 bytes. */
const maxElement = 4_096

/** Why a text is no list; `isCut` when it only lacks its end. */
export class NoList extends Error {
  readonly isCut: boolean
  constructor(message: string, options: { isCut: boolean }) {
    super(message)
    this.name = 'NoList'
    this.isCut = options.isCut
  }
}

/**
 * The elements of a JSON array as they arrive, one batch for each piece of text: a list of a million files
 * needs the memory of one piece. `null` is an empty list, as Go writes it. Throws `NoList`.
 */
export async function* arrayElements(pieces: AsyncIterable<Buffer>): AsyncGenerator<readonly unknown[]> {
  const splitter = elementSplitter()
  for await (const piece of pieces) yield splitter.feed(piece)
  splitter.end()
}

function elementSplitter() {
  let state: 'before' | 'null' | 'inside' | 'after' = 'before'
  const element = Buffer.alloc(maxElement)
  let length = 0
  let isBlank = true
  let isAfterComma = false
  let depth = 0
  let inString = false
  let isEscaped = false

  function keep(byte: number): void {
    if (length === maxElement) throw new NoList('an element is too long', { isCut: false })
    element[length] = byte
    length += 1
    isBlank &&= isSpace(byte)
  }

  function take(): unknown {
    const text = element.toString('utf8', 0, length)
    length = 0
    isBlank = true
    try {
      return JSON.parse(text)
    } catch {
      throw new NoList('an element is no JSON', { isCut: false })
    }
  }

  function separator(byte: number, found: unknown[]): void {
    // An empty place is only right in "[]".
    if (!isBlank) found.push(take())
    else if (byte === comma || isAfterComma) throw new NoList('an element is missing', { isCut: false })
    isAfterComma = byte === comma
    if (byte === closing) state = 'after'
  }

  function inside(byte: number): void {
    keep(byte)
    if (isEscaped) isEscaped = false
    else if (inString) {
      if (byte === backslash) isEscaped = true
      else if (byte === quote) inString = false
    } else if (byte === quote) inString = true
    else if (byte === 0x7b || byte === 0x5b) depth += 1
    else if (byte === 0x7d || byte === closing) depth -= 1
  }

  function outside(byte: number): void {
    if (isSpace(byte) && (state !== 'null' || length === 4)) return
    if (state === 'before' && byte === 0x5b) {
      state = 'inside'
    } else if ((state === 'before' || state === 'null') && 'null'.charCodeAt(length) === byte) {
      state = 'null'
      keep(byte)
    } else throw new NoList('the text is no list', { isCut: false })
  }

  return {
    feed(chunk: Buffer): unknown[] {
      const found: unknown[] = []
      for (const byte of chunk) {
        if (state !== 'inside') outside(byte)
        else if (depth === 0 && !inString && (byte === comma || byte === closing)) separator(byte, found)
        else inside(byte)
      }
      return found
    },
    end(): void {
      if (state === 'after' || (state === 'null' && length === 4)) return
      throw new NoList('the list has no end', { isCut: true })
    },
  }
}

const [comma, closing, quote, backslash] = [0x2c, 0x5d, 0x22, 0x5c] as const

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
