import { isUtf8 } from 'node:buffer'

/** Longer names, and longer ways through containers in containers, are cut in the middle. */
const maxName = 200
const maxPlace = 500

/**
 * Where a member lies, for people: the names of all levels from the outermost on, `letters.zip!/tool.js`. One without
 * a name is counted, `#2`. It is shown, and is never a path of anything.
 */
export function memberPlace(outer: string, name: string | undefined, count: number): string {
  const own = name === undefined || name === '' ? `#${count}` : cut(name, maxName)
  return outer === '' ? own : cut(`${outer}!/${own}`, maxPlace)
}

/** Bytes of a name up to a NUL, as UTF-8 where they are, else as Latin-1. */
export function nameOf(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  const used = end < 0 ? bytes : bytes.subarray(0, end)
  return used.toString(isUtf8(used) ? 'utf8' : 'latin1')
}

/** Never within a surrogate pair: half of one is no text. */
function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const half = Math.floor((most - 1) / 2)
  return `${text.slice(0, half)}…${text.slice(-half)}`.toWellFormed()
}
