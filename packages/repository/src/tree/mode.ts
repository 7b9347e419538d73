/** Go's `os.FileMode` bits, which trees store instead of `st_mode` (https://pkg.go.dev/io/fs#FileMode). */
export const modeBits = {
  dir: 0x8000_0000,
  symlink: 0x0800_0000,
  device: 0x0400_0000,
  fifo: 0x0200_0000,
  socket: 0x0100_0000,
  setuid: 0x0080_0000,
  setgid: 0x0040_0000,
  chardev: 0x0020_0000,
  sticky: 0x0010_0000,
} as const

/** `st_mode` → Go's FileMode, unsigned. */
export function modeFromStat(stat: number): number {
  let mode = stat & 0o777
  const type = stat & 0o170000
  if (type === 0o040000) mode |= modeBits.dir
  else if (type === 0o120000) mode |= modeBits.symlink
  else if (type === 0o060000) mode |= modeBits.device
  else if (type === 0o020000) mode |= modeBits.device | modeBits.chardev
  else if (type === 0o010000) mode |= modeBits.fifo
  else if (type === 0o140000) mode |= modeBits.socket
  if ((stat & 0o4000) !== 0) mode |= modeBits.setuid
  if ((stat & 0o2000) !== 0) mode |= modeBits.setgid
  if ((stat & 0o1000) !== 0) mode |= modeBits.sticky
  return mode >>> 0
}

/** Go's FileMode → the twelve permission bits that `chmod` takes. */
export function permissionsOf(mode: number): number {
  let bits = mode & 0o777
  if ((mode & modeBits.setuid) !== 0) bits |= 0o4000
  if ((mode & modeBits.setgid) !== 0) bits |= 0o2000
  if ((mode & modeBits.sticky) !== 0) bits |= 0o1000
  return bits
}

/** Letters of the bits 31 to 19, then of the permissions, as Go's `FileMode.String` prints them. */
const typeLetters = 'dalTLDpSugct?'

/** Go's FileMode as text, the way restic lists it: `drwxr-x---`, `urwxr-xr-x` for set-uid, `Lrwxrwxrwx`. */
export function printMode(mode: number): string {
  const types = Array.from(typeLetters).filter((_, at) => ((mode >>> (31 - at)) & 1) === 1)
  const permissions = Array.from('rwxrwxrwx', (letter, at) =>
    ((mode >>> (8 - at)) & 1) === 1 ? letter : '-',
  )
  return (types.join('') || '-') + permissions.join('')
}
