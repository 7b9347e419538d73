import { asBuffer, broken, valid, type Validator } from './validity.ts'

/**
 * Archives of `ar` (deb(5), ar(5)): libraries and Debian packages. The header of every member, to the last byte; what lies
 * in them is not looked at: `structure`.
 */
export const ar: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  let at = 8
  let members = 0
  while (at + 60 <= buffer.length) {
    const head = buffer.toString('latin1', at, at + 60)
    const isHead = /^[ -~]{16}[\d -]{12}[\d ]{12}[0-7 ]{8}(\d+) *`\n$/.exec(head)
    if (isHead === null) return members > 0 ? valid('structure', at) : broken(at, 'a member has no header')
    const end = at + 60 + Number(isHead[1])
    if (end > buffer.length) return broken(at, 'a member is longer than the file')
    members += 1
    at = Math.min(buffer.length, end + (end & 1))
  }
  return members > 0 || buffer.length === 8
    ? valid('structure', at)
    : broken(at, 'the first member is missing')
}
