import { randomBytes } from 'node:crypto'

/** A polynomial over GF(2): bit n is the coefficient of xⁿ. */
export type Polynomial = bigint

/** The format asks for an irreducible polynomial of exactly this degree. */
export const chunkerDegree = 53

/** Degree of a polynomial; −1 for zero. */
export function degree(polynomial: Polynomial): number {
  return polynomial === 0n ? -1 : polynomial.toString(2).length - 1
}

/** Remainder of `dividend` by `divisor`. */
export function modulo(dividend: Polynomial, divisor: Polynomial): Polynomial {
  const size = degree(divisor)
  let rest = dividend
  for (let top = degree(rest); top >= size; top = degree(rest)) rest ^= divisor << BigInt(top - size)
  return rest
}

/**
 * Ben-Or's test: a polynomial of degree d is irreducible when it shares no factor with x^(2^i) − x
 * for i = 1 … d/2.
 */
export function isIrreducible(polynomial: Polynomial): boolean {
  const half = Math.floor(degree(polynomial) / 2)
  let power = 2n
  for (let i = 1; i <= half; i += 1) {
    power = multiplyModulo(power, power, polynomial)
    if (greatestCommonDivisor(polynomial, power ^ 2n) !== 1n) return false
  }
  return degree(polynomial) > 0
}

/** A random irreducible polynomial of degree 53, as a new repository needs one. About one in 53 odd ones fits. */
export function randomPolynomial(): Polynomial {
  const mask = (1n << BigInt(chunkerDegree)) - 1n
  for (;;) {
    const candidate = (randomBytes(8).readBigUInt64LE() & mask) | (1n << BigInt(chunkerDegree)) | 1n
    if (isIrreducible(candidate)) return candidate
  }
}

function multiplyModulo(a: Polynomial, b: Polynomial, divisor: Polynomial): Polynomial {
  let product = 0n
  for (let bit = 0n, rest = b; rest > 0n; bit += 1n, rest >>= 1n) {
    if ((rest & 1n) === 1n) product ^= a << bit
  }
  return modulo(product, divisor)
}

function greatestCommonDivisor(a: Polynomial, b: Polynomial): Polynomial {
  let [larger, smaller] = [a, b]
  while (smaller !== 0n) [larger, smaller] = [smaller, modulo(larger, smaller)]
  return larger
}
