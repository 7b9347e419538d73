import { asBuffer, broken, valid, type Validator } from '../validity.ts'
import { readAttributes } from './attributes.ts'
import { type ClassReader, constant, constantKinds, number, readConstants, skip } from './constant-pool.ts'

/** Bytes of attributes of strangers that a proved class may have: names of a compiler's own, of a few bytes each. */
const maxOpaque = 256

/**
 * Java class files (The Java Virtual Machine Specification, 4): constants, fields, methods with their instructions, and
 * attributes to the last byte. There is no checksum, but hardly a byte that says nothing about another: `decoded`,
 * unless attributes that are known to nobody could hold anything.
 */
export const classFile: Validator = (bytes) => {
  const reader: ClassReader = {
    buffer: asBuffer(bytes),
    kinds: new Uint8Array(),
    places: new Uint32Array(),
    at: 8,
    opaque: 0,
    torn: undefined,
  }
  readConstants(reader)
  skip(reader, 2)
  constant(reader, { kind: constantKinds.class })
  constant(reader, { kind: constantKinds.class, isOptional: true })
  const interfaces = number(reader, 2)
  for (let place = 0; place < interfaces && reader.torn === undefined; place += 1)
    constant(reader, { kind: constantKinds.class })
  readMembers(reader)
  readMembers(reader)
  if (reader.torn === undefined) readAttributes(reader, 0)
  if (reader.torn !== undefined) return broken(Math.min(reader.at, bytes.length), reader.torn)
  return valid(reader.opaque <= maxOpaque ? 'decoded' : 'structure', reader.at)
}

/** Fields or methods. */
function readMembers(reader: ClassReader): void {
  const count = number(reader, 2)
  for (let place = 0; place < count && reader.torn === undefined; place += 1) {
    skip(reader, 2)
    constant(reader, { kind: constantKinds.utf8 })
    constant(reader, { kind: constantKinds.utf8 })
    if (reader.torn === undefined) readAttributes(reader, 0)
  }
}
