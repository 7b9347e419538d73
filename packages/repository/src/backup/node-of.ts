import { type BigIntStats, readlinkSync } from 'node:fs'

import { decodeName } from '../name.ts'
import { posixCalls } from '../posix/index.ts'
import { nanosecondsToTime } from '../time.ts'
import { type ExtendedAttribute, modeFromStat, type Node, type NodeType } from '../tree/index.ts'
import type { AccountNames } from './account-names.ts'

/**
 * A node without content: everything `lstat` and the extended attributes say about a path; access control
 * lists are among the attributes. Unless `withAtime`, the access time is set to the modification time, as
 * restic does: an untouched directory keeps its tree id. `onAttributes` hears when attributes cannot be read;
 * the entry is still worth having without them.
 */
export function nodeOf(
  name: string,
  path: Buffer,
  stat: BigIntStats,
  options: { accounts: AccountNames; withAtime: boolean; onAttributes: (error: unknown) => void },
): Node {
  const type = typeOf(stat)
  const uid = Number(stat.uid)
  const gid = Number(stat.gid)
  const mtime = nanosecondsToTime(stat.mtimeNs)
  // restic 0.14 would restore those of a link to what the link points to, wherever that is.
  const attributes = type === 'symlink' ? [] : attributesOf(path, options.onAttributes)
  return {
    name,
    type,
    mode: modeFromStat(Number(stat.mode)),
    mtime,
    atime: options.withAtime ? nanosecondsToTime(stat.atimeNs) : mtime,
    ctime: nanosecondsToTime(stat.ctimeNs),
    uid,
    gid,
    user: options.accounts.user(uid),
    group: options.accounts.group(gid),
    inode: stat.ino,
    ...(type !== 'dir' && stat.nlink > 1n ? { deviceId: stat.dev } : {}),
    ...(type === 'dir' ? {} : { links: Number(stat.nlink) }),
    ...(type === 'file' ? { size: Number(stat.size) } : {}),
    ...(type === 'symlink' ? { linkTarget: decodeName(readlinkSync(path, { encoding: 'buffer' })) } : {}),
    ...(type === 'dev' || type === 'chardev' ? { device: stat.rdev } : {}),
    ...(attributes.length > 0 ? { extendedAttributes: attributes } : {}),
  }
}

function attributesOf(path: Buffer, onError: (error: unknown) => void): readonly ExtendedAttribute[] {
  try {
    return posixCalls.listXattrs(path)
  } catch (error) {
    onError(error)
    return []
  }
}

function typeOf(stat: BigIntStats): NodeType {
  if (stat.isFile()) return 'file'
  if (stat.isDirectory()) return 'dir'
  if (stat.isSymbolicLink()) return 'symlink'
  if (stat.isBlockDevice()) return 'dev'
  if (stat.isCharacterDevice()) return 'chardev'
  if (stat.isFIFO()) return 'fifo'
  return stat.isSocket() ? 'socket' : 'irregular'
}
