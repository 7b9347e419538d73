import { type ChunkSizes, type CutFinder, formatChunkSizes } from './chunk-sizes.ts'
import { degree, type Polynomial } from './polynomial.ts'
import { rabinKernelBytes } from './rabin-kernel-bytes.ts'
import { rabinTables } from './rabin-tables.ts'

interface KernelExports {
  readonly memory: WebAssembly.Memory
  readonly INPUT: WebAssembly.Global
  configure(minimum: number, maximum: number, mask: bigint, degree: number): void
  reset(): void
  scan(start: number, end: number): number
}

const module = new WebAssembly.Module(Buffer.from(rabinKernelBytes, 'base64'))

/** How many bytes one call into the kernel may take: the size of its input buffer. */
const pieceBytes = 1024 * 1024

/** The chunker in WASM; one instance chunks one stream at a time. Interface and answers as `rabinTwin`. */
export function rabinKernel(polynomial: Polynomial, sizes: ChunkSizes = formatChunkSizes): CutFinder {
  const kernel = new WebAssembly.Instance(module).exports as unknown as KernelExports
  const input = new Uint8Array(kernel.memory.buffer, kernel.INPUT.value, pieceBytes)
  writeTables(kernel.memory, polynomial)
  kernel.configure(sizes.minimum, sizes.maximum, (1n << BigInt(sizes.cutBits)) - 1n, degree(polynomial))

  return {
    reset: () => kernel.reset(),
    scan(bytes, start) {
      for (let from = start; from < bytes.length; from += pieceBytes) {
        const piece = bytes.subarray(from, from + pieceBytes)
        input.set(piece)
        const cut = kernel.scan(0, piece.length)
        if (cut !== -1) return from + cut
      }
      return -1
    },
  }
}

function writeTables(memory: WebAssembly.Memory, polynomial: Polynomial): void {
  const { out, mod } = rabinTables(polynomial)
  new BigUint64Array(memory.buffer, 0, 256).set(out)
  new BigUint64Array(memory.buffer, 2048, 256).set(mod)
}
