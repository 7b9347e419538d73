import { broken, valid, type Validator } from './validity.ts'

/** WebAssembly: sections in order whose lengths end with the file (WebAssembly core specification, §5.5). */
export const wasm: Validator = (bytes) => {
  let at = 8
  while (at < bytes.length) {
    const id = bytes[at] ?? 255
    if (id > 13) return broken(at, 'an unknown section')
    const length = unsignedLeb(bytes, at + 1)
    if (length === undefined) return broken(at, 'a section length is unreadable')
    at = length.next + length.value
  }
  return at === bytes.length
    ? valid('structure', at)
    : broken(bytes.length, 'a section is longer than the file')
}

function unsignedLeb(bytes: Uint8Array, start: number): { value: number; next: number } | undefined {
  let value = 0
  for (let at = 0; at < 5; at += 1) {
    const byte = bytes[start + at]
    if (byte === undefined) return undefined
    value += (byte & 0x7f) * 2 ** (7 * at)
    if ((byte & 0x80) === 0) return { value, next: start + at + 1 }
  }
  return undefined
}
