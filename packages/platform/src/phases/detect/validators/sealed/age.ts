import { asBuffer, broken, valid, type Validator } from '../validity.ts'

const longestHeader = 1024 * 1024
const chunk = 64 * 1024 + 16

/**
 * age (age-encryption.org/v1): the stanzas of the header, its MAC, a nonce, and chunks of which the last is no
 * shorter than its tag. The content is encrypted: `structure`.
 */
export const age: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const mac = buffer.subarray(0, longestHeader).indexOf('\n--- ')
  if (mac < 0) return broken(0, 'the header has no end')
  const lines = buffer.toString('latin1', 0, mac).split('\n').slice(1)
  const strange = lines.findIndex((line) => !/^(?:-> [!-~]+(?: [!-~]+)*|[\w+/]{0,64}={0,2})$/.test(line))
  if (strange >= 0 || !/^[\w+/]{43}\n$/.test(buffer.toString('latin1', mac + 5, mac + 49))) {
    return broken(mac, 'the header is torn')
  }
  const content = buffer.length - (mac + 49) - 16
  const last = content % chunk
  return content >= 16 && (last === 0 || last >= 16)
    ? valid('structure', buffer.length)
    : broken(buffer.length, 'the content is cut off')
}
