import type { ClassReader } from './constant-pool.ts'

/** Bytes of every instruction (JVMS 6.5) as runs: how many in a row, and how long; 0 for those that say it themselves. */
const runs = [
  [16, 1],
  [1, 2],
  [1, 3],
  [1, 2],
  [2, 3],
  [5, 2],
  [28, 1],
  [5, 2],
  [73, 1],
  [1, 3],
  [20, 1],
  [16, 3],
  [1, 2],
  [2, 0],
  [6, 1],
  [7, 3],
  [2, 5],
  [1, 3],
  [1, 2],
  [1, 3],
  [2, 1],
  [2, 3],
  [2, 1],
  [1, 0],
  [1, 4],
  [2, 3],
  [2, 5],
] as const
const lengths = Uint8Array.from(runs.flatMap(([count, length]) => Array<number>(count).fill(length)))

const opcodes = {
  ldc: 18,
  ldcWide: 20,
  jump: 153,
  lastJump: 168,
  ret: 169,
  tableSwitch: 170,
  lookupSwitch: 171,
  field: 178,
  newArray: 188,
  wide: 196,
  jumpIfNull: 198,
  farJump: 200,
}

/**
 * The instructions of a method follow each other to its end, name constants that exist, local variables that there are, and
 * jump inside the method. Random bytes fail after four instructions on average.
 */
export function isBytecode(
  { buffer, kinds }: ClassReader,
  start: number,
  length: number,
  locals: number,
): boolean {
  const end = start + length
  const isInside = (target: number) => target >= start && target < end
  for (let at = start; at < end;) {
    const code = buffer[at] ?? 0
    const fixed = lengths[code]
    const bytes = fixed === 0 ? ownLength(buffer, at, start) : fixed
    if (bytes === undefined || !(at + bytes <= end)) return false
    if (isLoadOrStore(code) && (buffer[at + 1] ?? 0) >= locals) return false
    if (code === opcodes.ldc && kinds[buffer[at + 1] ?? 0] === 0) return false
    if (namesConstant(code) && (kinds[buffer.readUInt16BE(at + 1)] ?? 0) === 0) return false
    if (isShortJump(code) && !isInside(at + buffer.readInt16BE(at + 1))) return false
    if (code >= opcodes.farJump && !isInside(at + buffer.readInt32BE(at + 1))) return false
    if (code === opcodes.newArray && ((buffer[at + 1] ?? 0) < 4 || (buffer[at + 1] ?? 0) > 11)) return false
    at += bytes
  }
  return true
}

function isLoadOrStore(code: number): boolean {
  return (code >= 21 && code <= 25) || (code >= 54 && code <= 58) || code === 132 || code === opcodes.ret
}

function namesConstant(code: number): boolean {
  const isMember = code >= opcodes.field && code <= 187
  return code === 19 || code === opcodes.ldcWide || isMember || [189, 192, 193, 197].includes(code)
}

function isShortJump(code: number): boolean {
  const isJump = code >= opcodes.jump && code <= opcodes.lastJump
  return isJump || code === opcodes.jumpIfNull || code === opcodes.jumpIfNull + 1
}

/** Switches are filled up to four bytes and tell their cases; `wide` doubles the operand of the next instruction. */
function ownLength(buffer: Buffer, at: number, start: number): number | undefined {
  const code = buffer[at]
  if (code === opcodes.wide)
    return buffer[at + 1] === 132 ? 6 : isLoadOrStore(buffer[at + 1] ?? 0) ? 4 : undefined
  const table = at + 4 - ((at - start) % 4)
  if (table + 12 > buffer.length) return undefined
  const [low, high] = [buffer.readInt32BE(table + 4), buffer.readInt32BE(table + 8)]
  if (code === opcodes.tableSwitch) return high < low ? undefined : table + 12 + 4 * (high - low + 1) - at
  return low < 0 ? undefined : table + 8 + 8 * low - at
}
