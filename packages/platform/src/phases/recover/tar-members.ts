import { tarChecksumFits, tarMemberSize } from '../detect/index.ts'

/** A regular file in a tar; the name is for looking at, not for opening anything. */
export interface TarMember {
  readonly name: string
  readonly content: Buffer
}

const block = 512

/**
 * The regular files of a tar (POSIX.1-1988 ustar, pax paths and sizes, GNU long names). Returns whether it was read
 * to its end; `no tar` when not even the first header is one.
 */
export function* tarMembers(bytes: Buffer): Generator<TarMember, 'whole' | 'torn' | 'no tar'> {
  let said: { path?: string; size?: number } = {}
  if (bytes.length < block) return 'no tar'
  for (let at = 0; at + block <= bytes.length;) {
    const header = bytes.subarray(at, at + block)
    if (header.every((byte) => byte === 0)) return at === 0 ? 'no tar' : 'whole'
    const size = tarChecksumFits(bytes, at) ? (said.size ?? tarMemberSize(bytes, at)) : undefined
    const start = at + block
    if (size === undefined || start + size > bytes.length) return at === 0 ? 'no tar' : 'torn'
    const content = bytes.subarray(start, start + size)
    const kind = String.fromCharCode(header[156] ?? 0)
    if (kind === 'x') said = paxIn(content)
    else if (kind === 'L') said = { path: upToZero(content) }
    else {
      if (kind === '0' || kind === '\0' || kind === '7') yield { name: said.path ?? nameIn(header), content }
      said = {}
    }
    at = start + Math.ceil(size / block) * block
  }
  return 'torn'
}

function nameIn(header: Buffer): string {
  const prefix = upToZero(header.subarray(345, 500))
  const name = upToZero(header.subarray(0, 100))
  return prefix === '' ? name : `${prefix}/${name}`
}

/** Records `<length> <key>=<value>\n` (POSIX.1-2001 pax). */
function paxIn(records: Buffer): { path?: string; size?: number } {
  const text = records.toString('utf8')
  const path = /(?:^|\n)\d+ path=([^\n]*)\n/.exec(text)?.[1]
  const size = /(?:^|\n)\d+ size=(\d{1,15})\n/.exec(text)?.[1]
  return { ...(path !== undefined && { path }), ...(size !== undefined && { size: Number(size) }) }
}

function upToZero(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end)
}
