import { windowBytes } from './chunk-sizes.ts'
import { degree, modulo, type Polynomial } from './polynomial.ts'

/** The two tables that turn a polynomial division into two look-ups a byte. */
export interface RabinTables {
  /** What a byte contributes to the digest when it leaves the window. */
  readonly out: BigUint64Array
  /** What reduces a digest whose top byte, above the polynomial's degree, is the index. */
  readonly mod: BigUint64Array
}

/** The tables of the polynomial used last: making them costs 5 ms, and a program rarely needs two. */
let latest: { polynomial: Polynomial; tables: RabinTables } | undefined

export function rabinTables(polynomial: Polynomial): RabinTables {
  if (latest?.polynomial !== polynomial) latest = { polynomial, tables: computeTables(polynomial) }
  return latest.tables
}

function computeTables(polynomial: Polynomial): RabinTables {
  const out = new BigUint64Array(256)
  const mod = new BigUint64Array(256)
  const top = BigInt(degree(polynomial))
  for (let byte = 0; byte < 256; byte += 1) {
    const value = BigInt(byte)
    out[byte] = modulo(value << BigInt(8 * (windowBytes - 1)), polynomial)
    mod[byte] = modulo(value << top, polynomial) | (value << top)
  }
  return { out, mod }
}
