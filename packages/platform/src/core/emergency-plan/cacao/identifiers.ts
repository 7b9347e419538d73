import { createHash } from 'node:crypto'

/** The namespace that CACAO v2.0 (§10.10) names for identifiers made from names. */
const namespace = Buffer.from('aa7caf3ad55a4e9ab34e056215fba56a', 'hex')

/** A UUID version 5 (RFC 9562 §5.5): equal names give equal identifiers, so that two exports can be compared. */
export function identifierOf(name: string): string {
  const hash = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16)
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x50
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
