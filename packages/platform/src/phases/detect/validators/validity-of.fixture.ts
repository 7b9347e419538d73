import assert from 'node:assert/strict'

import { sniff, type Validity } from './index.ts'

/** What the check of the type that the bytes begin as says of them. */
export function validityOf(bytes: Uint8Array): Validity {
  const type = sniff(bytes)
  assert.ok(type !== undefined, 'the beginning is recognised')
  return type.validate(bytes)
}

/** Valid at this depth, to the last byte or to the given one. */
export function assertValid(bytes: Uint8Array, depth: string, end = bytes.length): void {
  const validity = validityOf(bytes)
  assert.equal(validity.state, 'valid', JSON.stringify(validity))
  assert.deepEqual(validity.state === 'valid' && [validity.depth, validity.end], [depth, end])
}

export function assertBroken(bytes: Uint8Array, what: RegExp): void {
  const validity = validityOf(bytes)
  assert.equal(validity.state, 'broken', JSON.stringify(validity))
  assert.match(validity.state === 'broken' ? validity.what : '', what)
}
