import { progressBytes, type SharedMemory, startOf } from './shared-memory.ts'

/** The child's side of a `SharedMemory`, mapped: contents are scanned where they lie, and progress is one store. */
export interface MappedMemory {
  /** So many bytes at a place, without a copy; undefined where nothing is mapped. */
  at(place: number, length: number): Uint8Array | undefined
  note(progress: ReturnType<SharedMemory['progress']>): void
}

/** Of each lane. Shares are smaller, except those with one large content, which is read instead. */
const mappedBytes = 64 * 1024 * 1024

/**
 * Undefined where Node has no `node:ffi`: reading each content and writing each note (5,329 contents of 61 MB in two
 * children) then takes 8 ms of 115 more. Only the parent changes the size of the file, and never below what it announced.
 */
export function mapMemory(handle: number): MappedMemory | undefined {
  const map = mapper(handle)
  const progress = map?.(0, progressBytes)
  const lanes = ([0, 1] as const).map((lane) => ({
    start: startOf(lane),
    memory: map?.(startOf(lane), mappedBytes),
  }))
  if (progress === undefined || lanes.some(({ memory }) => memory === undefined)) return undefined
  const noted = new BigUint64Array(progress)
  return {
    at(place, length) {
      const lane = lanes.find(({ start }) => place >= start && place + length <= start + mappedBytes)
      return lane?.memory && new Uint8Array(lane.memory, place - lane.start, length)
    },
    note({ share, at }) {
      // Both numbers in one store: the parent may kill this process at any moment.
      noted[0] = BigInt(share) | (BigInt(at) << 32n)
    },
  }
}

type Mapper = (from: number, length: number) => ArrayBuffer | undefined

/** `PROT_READ | PROT_WRITE` and `MAP_SHARED` of `mmap(2)`. */
const [readAndWrite, shared] = [3, 1]
const failed = 2n ** 64n - 1n

/** What we use of the experimental `node:ffi`. */
interface ForeignFunctions {
  dlopen(
    library: string,
    signatures: Record<string, { arguments: readonly string[]; return: string }>,
  ): { functions: Record<string, (...values: readonly unknown[]) => bigint> }
  toArrayBuffer(pointer: bigint, length: number, isCopy: boolean): ArrayBuffer
}

function mapper(handle: number): Mapper | undefined {
  try {
    const ffi = process.getBuiltinModule('node:ffi') as unknown as ForeignFunctions
    const { functions } = ffi.dlopen('libc.so.6', {
      mmap: { arguments: ['pointer', 'u64', 'i32', 'i32', 'i32', 'i64'], return: 'pointer' },
    })
    return (from, length) => {
      const place = functions['mmap']?.(0n, BigInt(length), readAndWrite, shared, handle, BigInt(from))
      return place === undefined || place === failed ? undefined : ffi.toArrayBuffer(place, length, false)
    }
  } catch {
    return undefined
  }
}
