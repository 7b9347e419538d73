import { readFileSync } from 'node:fs'

/** Names of accounts and groups by number, as the local files give them; empty where nobody is named. */
export interface AccountNames {
  user(uid: number): string
  group(gid: number): string
}

/** Reads `/etc/passwd` and `/etc/group` once; accounts of a directory service stay numbers. */
export function localAccountNames(): AccountNames {
  const users = namesById('/etc/passwd')
  const groups = namesById('/etc/group')
  return { user: (uid) => users.get(uid) ?? '', group: (gid) => groups.get(gid) ?? '' }
}

function namesById(file: string): Map<number, string> {
  const names = new Map<number, string>()
  for (const line of readLines(file)) {
    const [name, , id] = line.split(':')
    if (name !== undefined && id !== undefined && !names.has(Number(id))) names.set(Number(id), name)
  }
  return names
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return []
  }
}
