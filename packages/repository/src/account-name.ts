import { userInfo } from 'node:os'

/** Name of the account this process runs as; its number where it has no name, as in containers. */
export function accountName(): string {
  try {
    return userInfo().username
  } catch {
    return String(process.getuid?.() ?? '')
  }
}
