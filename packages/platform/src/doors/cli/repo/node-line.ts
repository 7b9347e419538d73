import { type Node, printMode, printName } from '@anlauf/repository'

/** One entry of a listing: its path, with `long` also mode, owner, size, time and where a link points to. */
export function nodeLine(path: string, node: Node, { long }: { long: boolean }): string {
  if (!long) return printName(path)
  const [uid, gid] = [node.uid, node.gid].map((id) => String(id).padStart(5))
  const size = String(node.size ?? 0).padStart(6)
  const target = node.type === 'symlink' ? ` -> ${node.linkTarget ?? ''}` : ''
  return `${printMode(node.mode)} ${uid} ${gid} ${size} ${localTime(node.mtime)} ${printName(path + target)}`
}

/** restic's `ls --json` line of an entry. */
export function nodeJson(path: string, node: Node): Record<string, unknown> {
  return {
    name: node.name,
    type: node.type,
    path,
    uid: node.uid,
    gid: node.gid,
    ...(node.type === 'file' ? { size: node.size ?? 0 } : {}),
    ...(node.mode === 0 ? {} : { mode: node.mode }),
    permissions: printMode(node.mode),
    mtime: node.mtime,
    atime: node.atime,
    ctime: node.ctime,
    ...(node.type === 'symlink' ? { linktarget: node.linkTarget ?? '' } : {}),
    struct_type: 'node',
  }
}

/** "2026-11-23 03:00:00" in the zone of this machine; what is no time stays as it is. */
export function localTime(rfc3339: string): string {
  const time = new Date(rfc3339)
  if (Number.isNaN(time.getTime())) return printName(rfc3339)
  const two = (value: number): string => String(value).padStart(2, '0')
  const day = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(two).join('-')
  return `${day} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(':')}`
}
