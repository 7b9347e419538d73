const isSign = (byte: number): boolean => byte === 0 || byte === 255
/** Whether a jump counts after these of the three bytes before were jumps too, and which byte then decides. */
const allowed = [true, true, true, false, true, false, false, false]
const deciding = [0, 1, 2, 2, 3, 3, 3, 3]

/**
 * Undoes the filter for x86 programs in place: before the packing the targets of calls and jumps (E8, E9) were made
 * absolute, because equal ones pack better (BCJ of the LZMA SDK; xz-file-format 5.3.2).
 */
export function undoX86Filter(data: Buffer): void {
  let before = -1
  let mask = 0
  for (let at = 0; at < data.length - 4;) {
    if (((data[at] ?? 0) & 0xfe) !== 0xe8) {
      at += 1
      continue
    }
    const distance = at - before
    before = at
    mask = distance > 3 ? 0 : (mask << (distance - 1)) & 7
    const isDoubtful =
      mask !== 0 && (allowed[mask] !== true || isSign(data[at + 4 - (deciding[mask] ?? 0)] ?? 0))
    if (isDoubtful || !isSign(data[at + 4] ?? 1)) {
      mask = ((mask << 1) & 7) | 1
      at += 1
      continue
    }
    data.writeUInt32LE(relative(data.readUInt32LE(at + 1), at + 5, mask), at + 1)
    at += 5
  }
}

function relative(target: number, place: number, mask: number): number {
  let source = target
  for (;;) {
    const moved = (source - place) >>> 0
    const shift = (deciding[mask] ?? 0) * 8
    if (mask === 0 || !isSign((moved >>> (24 - shift)) & 255)) {
      // The highest byte is all zeros or all ones again.
      return ((moved & 0x00ff_ffff) | ((moved & 0x0100_0000) === 0 ? 0 : 0xff00_0000)) >>> 0
    }
    source = (moved ^ (2 ** (32 - shift) - 1)) >>> 0
  }
}
