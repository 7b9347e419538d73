/** One regular file of a package's archive. */
export interface PackedFile {
  readonly path: string
  readonly bytes: Buffer
}

const block = 512

/**
 * The regular files of an unpacked tar archive (POSIX ustar with pax paths, as npm writes it), without the
 * archive's top folder. Links, devices and names that lead out of the folder are left out; a damaged header ends
 * the list.
 */
export function* filesOfTar(tar: Buffer): Generator<PackedFile> {
  let longPath: string | undefined
  for (let at = 0; at + block <= tar.length;) {
    const header = tar.subarray(at, at + block)
    const size = Number.parseInt(field(header, 124, 12).trim() || '0', 8)
    if (header[0] === 0 || !Number.isSafeInteger(size) || size < 0) return
    const bytes = tar.subarray(at + block, at + block + size)
    if (bytes.length < size) return
    at += block + Math.ceil(size / block) * block
    const kind = field(header, 156, 1)
    if (kind === 'x') {
      longPath = paxPath(bytes)
      continue
    }
    const prefix = field(header, 345, 155)
    const name = longPath ?? (prefix === '' ? field(header, 0, 100) : `${prefix}/${field(header, 0, 100)}`)
    longPath = undefined
    const path = name.split('/').slice(1).join('/')
    if ((kind === '0' || kind === '') && isPlainPath(path)) yield { path, bytes }
  }
}

function field(header: Buffer, offset: number, length: number): string {
  const bytes = header.subarray(offset, offset + length)
  const end = bytes.indexOf(0)
  return bytes.subarray(0, end === -1 ? length : end).toString('utf8')
}

/** Records are "length key=value\n"; only the path matters here. */
function paxPath(bytes: Buffer): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)/.exec(bytes.toString('utf8'))?.[1]
}

function isPlainPath(path: string): boolean {
  return (
    path !== '' &&
    !/[\p{Cc}"\\]/u.test(path) &&
    path
      .split('/')
      .every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git')
  )
}
