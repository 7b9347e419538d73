import { broken, valid, type Validator } from '../validity.ts'

const header = 8 + 24
const tag = 16
const block = 64 * 1024 + tag

/**
 * Files of rclone's crypt remote (rclone.org/crypt): letters, a nonce, and blocks of 64 KiB with a tag each, of which the last
 * is longer than its tag. The content is encrypted: `structure`.
 */
export const rclone: Validator = (bytes) => {
  const content = bytes.length - header
  const last = content % block
  return content === 0 || (content > 0 && (last === 0 || last > tag))
    ? valid('structure', bytes.length)
    : broken(bytes.length, 'the content is cut off')
}
