/** The check words of a block over GF(2⁸) with x⁸ + x⁴ + x³ + x² + 1, as QR codes use them. */
export function checkWordsOf(data: readonly number[], count: number): readonly number[] {
  const divisor = divisorOf(count)
  const rest = Array.from<number>({ length: count }).fill(0)
  for (const word of data) {
    const factor = word ^ (rest.shift() ?? 0)
    rest.push(0)
    for (const [at, coefficient] of divisor.entries()) rest[at] = (rest[at] ?? 0) ^ times(coefficient, factor)
  }
  return rest
}

const divisors = new Map<number, readonly number[]>()

/** (x − 2⁰)(x − 2¹)…, highest power first, without its leading one. */
function divisorOf(degree: number): readonly number[] {
  const known = divisors.get(degree)
  if (known !== undefined) return known
  const product = Array.from<number>({ length: degree }).fill(0)
  product[degree - 1] = 1
  let root = 1
  for (let factor = 0; factor < degree; factor++) {
    for (let at = 0; at < degree; at++) product[at] = times(product[at] ?? 0, root) ^ (product[at + 1] ?? 0)
    root = times(root, 2)
  }
  divisors.set(degree, product)
  return product
}

function times(one: number, other: number): number {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d)
    if (((other >>> bit) & 1) === 1) product ^= one
  }
  return product
}
