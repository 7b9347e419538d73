const leastBytes = 64
/** Prose has a space for every six bytes, sources for every ten, tables of numbers for every thirty. */
const spacedOut = 40
/** base64, base91 and hexadecimal digits have none, whatever the length of their lines. */
const dense = 400

/** Signal T6 for small files: did a text lose its spaces and tabs altogether? Minified sources keep some. */
export function lostItsWords(before: Uint8Array, after: Uint8Array): boolean {
  if (before.length < leastBytes || after.length < leastBytes) return false
  return spaces(before) * spacedOut >= before.length && hasNoWords(after)
}

/** True for texts that are digits from first to last. */
export function hasNoWords(bytes: Uint8Array): boolean {
  return bytes.length >= leastBytes && spaces(bytes) * dense < bytes.length
}

function spaces(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) if (byte === 0x20 || byte === 0x09) count += 1
  return count
}
