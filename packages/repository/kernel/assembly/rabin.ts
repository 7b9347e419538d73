// Rabin cut points, the hot loop. Its plain-TypeScript twin is src/chunker/rabin-twin.ts.
//
// Memory (bytes): 0 out table (256 × u64), 2048 mod table (256 × u64), 4096 sixty-four bytes of history,
// then the input buffer. The history stands directly before the input, so the byte that leaves the
// window is always at `position − 64`, also across two buffers.

const OUT: usize = 0
const MOD: usize = 2048
const WINDOW: usize = 64
export const INPUT: usize = 4096 + WINDOW

let digest: u64 = 0
let count: u32 = 0
let minimum: u32 = 0
let maximum: u32 = 0
let mask: u64 = 0
let shift: u64 = 0

/** Multiplication-free setup: the host writes both tables, then calls this. */
export function configure(minSize: u32, maxSize: u32, cutMask: u64, degree: u32): void {
  minimum = minSize
  maximum = maxSize
  mask = cutMask
  shift = u64(degree) - 8
  reset()
}

/** Begins a new chunk. */
export function reset(): void {
  digest = 0
  count = 0
}

/**
 * Reads input bytes `start`…`end` and answers the position just behind the first cut, or −1 when the
 * chunk goes on. After −1 the bytes count as consumed and become history.
 */
export function scan(start: u32, end: u32): i32 {
  let position = INPUT + start
  const stop = INPUT + end

  // Nothing before minimum − 64 can influence the digest at the first allowed cut.
  const warmFrom = minimum - <u32>WINDOW
  if (count < warmFrom) {
    const skipped = min<usize>(<usize>(warmFrom - count), stop - position)
    position += skipped
    count += <u32>skipped
  }

  let hash = digest
  while (position < stop && count < minimum) {
    hash = append(hash, load<u8>(position))
    position++
    count++
    if (count == minimum && (hash & mask) == 0) return cut(position)
  }
  while (position < stop) {
    if (count >= maximum) return cut(position)
    hash ^= load<u64>(OUT + (<usize>load<u8>(position - WINDOW) << 3))
    hash = append(hash, load<u8>(position))
    position++
    count++
    if ((hash & mask) == 0 || count >= maximum) return cut(position)
  }
  digest = hash
  memory.copy(INPUT - WINDOW, stop - WINDOW, WINDOW)
  return -1
}

// @ts-expect-error: AssemblyScript decorator
@inline
function append(hash: u64, byte: u8): u64 {
  const index = <usize>(hash >> shift)
  return ((hash << 8) | <u64>byte) ^ load<u64>(MOD + (index << 3))
}

function cut(position: usize): i32 {
  reset()
  return <i32>(position - INPUT)
}
