import { encodeName } from '../name.ts'
import { timeToNanoseconds } from '../time.ts'
import { type Node, permissionsOf } from '../tree/index.ts'
import { aclText } from './acl-text.ts'
import { padding, ustarHeader } from './ustar.ts'

/** What a tar entry is, as its type flag. */
export type TarType = 'file' | 'hardlink' | 'symlink' | 'chardev' | 'dev' | 'dir' | 'fifo'

const typeFlags: Readonly<Record<TarType, string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  chardev: '3',
  dev: '4',
  dir: '5',
  fifo: '6',
}

/**
 * The header blocks of one entry: an extended header where plain tar cannot say everything, then the plain one.
 * `path` has no slash at its beginning; `linkPath` is the target of a link. Formats: POSIX.1-2017 `pax`,
 * `ustar` and `pax` interchange formats; `SCHILY.*` keywords of star, which GNU tar and bsdtar read.
 */
export function tarHeader(node: Node, type: TarType, path: string, linkPath: string): Buffer {
  const name = encodeName(type === 'dir' ? `${path}/` : path)
  const target = encodeName(linkPath)
  const size = type === 'file' ? (node.size ?? 0) : 0
  const records = paxRecords(node, { name, target, size })
  const plain = plainHeader(node, type, { name, target, size })
  if (records.length === 0) return plain
  const body = Buffer.concat(records)
  const extended = extendedHeader(body.length)
  return Buffer.concat([extended, body, Buffer.alloc(padding(body.length)), plain])
}

interface Texts {
  readonly name: Buffer
  readonly target: Buffer
  readonly size: number
}

function paxRecords(node: Node, { name, target, size }: Texts): Buffer[] {
  const records: Buffer[] = []
  const add = (key: string, value: Buffer | string): void => {
    records.push(paxRecord(key, typeof value === 'string' ? Buffer.from(value) : value))
  }
  if (!fits(name)) add('path', name)
  if (!fits(target)) add('linkpath', target)
  if (size > maxOctal(12)) add('size', String(size))
  if (node.uid > maxOctal(8)) add('uid', String(node.uid))
  if (node.gid > maxOctal(8)) add('gid', String(node.gid))
  for (const [key, account] of [
    ['uname', node.user ?? ''],
    ['gname', node.group ?? ''],
  ] as const) {
    if (!fitsField(Buffer.from(account), 31)) add(key, account)
  }
  for (const key of ['mtime', 'atime', 'ctime'] as const) {
    const time = moment(node[key])
    if (key !== 'mtime' || !isPlainTime(time)) add(key, decimal(time))
  }
  for (const attribute of node.extendedAttributes ?? []) {
    const acl = aclKeys[attribute.name]
    const text = acl === undefined ? undefined : aclText(attribute.value)
    // "=" ends a keyword: an attribute whose name holds one cannot be said in this format.
    if (acl !== undefined && text !== undefined) add(acl, text)
    else if (!attribute.name.includes('=')) add(`SCHILY.xattr.${attribute.name}`, attribute.value)
  }
  return records
}

const aclKeys: Readonly<Record<string, string>> = {
  'system.posix_acl_access': 'SCHILY.acl.access',
  'system.posix_acl_default': 'SCHILY.acl.default',
}

/** `LENGTH KEY=VALUE\n`; the length counts itself. */
function paxRecord(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')])
  let length = rest.length + 1
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length
  return Buffer.concat([Buffer.from(String(length)), rest])
}

function plainHeader(node: Node, type: TarType, { name, target, size }: Texts): Buffer {
  const { major, minor } = deviceNumbers(node.device ?? 0n)
  const isDevice = type === 'dev' || type === 'chardev'
  const time = moment(node.mtime)
  return ustarHeader({
    name: field(name, 100),
    mode: permissionsOf(node.mode),
    uid: Math.min(node.uid, maxOctal(8)),
    gid: Math.min(node.gid, maxOctal(8)),
    size: size > maxOctal(12) ? 0 : size,
    mtime: isPlainTime(time) ? Number(time / second) : wholeSeconds(time),
    type: typeFlags[type],
    target: field(target, 100),
    user: field(Buffer.from(node.user ?? ''), 31),
    group: field(Buffer.from(node.group ?? ''), 31),
    major: isDevice ? major : 0,
    minor: isDevice ? minor : 0,
  })
}

function extendedHeader(size: number): Buffer {
  const none = Buffer.alloc(0)
  return ustarHeader({
    name: Buffer.from('././@PaxHeader'),
    mode: 0o644,
    uid: 0,
    gid: 0,
    size,
    mtime: 0,
    type: 'x',
    target: none,
    user: none,
    group: none,
    major: 0,
    minor: 0,
  })
}

const second = 1_000_000_000n

/** A client may have written something that is no time: the entry is still worth having. */
function moment(time: string): bigint {
  try {
    return timeToNanoseconds(time)
  } catch {
    return 0n
  }
}

function isPlainTime(ns: bigint): boolean {
  return ns >= 0n && ns % second === 0n && ns / second <= BigInt(maxOctal(12))
}

/** For programs that know no extended headers. */
function wholeSeconds(ns: bigint): number {
  return ns < 0n ? 0 : Math.min(Number(ns / second), maxOctal(12))
}

/** Seconds with a fraction; before 1970 the whole number is negative, the fraction part of it. */
function decimal(ns: bigint): string {
  const [sign, size] = ns < 0n ? ['-', -ns] : ['', ns]
  const fraction = (size % second).toString().padStart(9, '0').replace(/0+$/, '')
  return `${sign}${size / second}${fraction === '' ? '' : `.${fraction}`}`
}

/** The largest number that an octal field of this width holds. */
function maxOctal(width: number): number {
  return 8 ** (width - 1) - 1
}

/**
 * Extended headers are UTF-8, so names of other bytes stay in the plain header, where programs take them as they
 * are. Too long ones go as bytes all the same, as GNU tar does: it does not know the keyword that would say so.
 */
function fits(bytes: Buffer): boolean {
  return fitsField(bytes, 100) || (bytes.length <= 100 && !isUtf8(bytes))
}

function fitsField(bytes: Buffer, length: number): boolean {
  return bytes.length <= length && bytes.every((byte) => byte >= 0x20 && byte < 0x7f)
}

function field(bytes: Buffer, length: number): Buffer {
  return bytes.subarray(0, length)
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8')).equals(bytes)
}

/** The halves of a `dev_t`, cut to what the fields hold. */
function deviceNumbers(device: bigint): { major: number; minor: number } {
  const major = ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xffff_f000n)
  const minor = (device & 0xffn) | ((device >> 12n) & 0xffff_ff00n)
  return { major: Number(major & 0x1f_ffffn), minor: Number(minor & 0x1f_ffffn) }
}
