import { censusKernelBytes } from './census-kernel-bytes.ts'
import type { Census, CensusTaker } from './census.ts'
import { mostPackedBytes } from './packed-counts.ts'
import { sampleIn, wholeBytes, windowBytes } from './sample.ts'

interface KernelExports {
  readonly memory: WebAssembly.Memory
  readonly INPUT: WebAssembly.Global
  readonly TOTALS: WebAssembly.Global
  readonly PACKED: WebAssembly.Global
  begin(): void
  add(start: number, length: number): number
  pack(counted: number): number
  controls(): number
}

let taker: CensusTaker | undefined

/** The census in WASM: reads each byte that is counted once. One instance a thread, answers as `censusTwin`. */
export function takeCensus(bytes: Uint8Array): Census {
  return (taker ??= createTaker())(bytes)
}

function createTaker(): CensusTaker {
  const module = new WebAssembly.Module(Buffer.from(censusKernelBytes, 'base64'))
  const kernel = new WebAssembly.Instance(module).exports as unknown as KernelExports
  const { buffer } = kernel.memory
  const input = new Uint8Array(buffer, kernel.INPUT.value, wholeBytes)
  const packed = new Uint8Array(buffer, kernel.PACKED.value, mostPackedBytes)
  const counts = new Uint32Array(buffer, kernel.TOTALS.value, 256)
  // For blobs of 8 MiB, the largest that are cut; others get memory of their own.
  let [windowCounted, windowSquares] = [new Uint16Array(2048), new Uint32Array(2048)]

  return (bytes) => {
    const windows = Math.ceil(bytes.length / windowBytes)
    if (windows > windowSquares.length) {
      windowCounted = new Uint16Array(windows)
      windowSquares = new Uint32Array(windows)
    }
    kernel.begin()
    const counted = bytes.length <= wholeBytes ? addAll(bytes) : addSamples(bytes)
    const found = kernel.pack(counted)
    return {
      counted,
      counts,
      distinct: (found >> 11) & 0x1ff,
      distinctHigh: found >> 20,
      controls: kernel.controls(),
      packed,
      packedBytes: found & 0x7ff,
      windows,
      windowCounted,
      windowSquares,
    }
  }

  function addAll(bytes: Uint8Array): number {
    input.set(bytes)
    for (let start = 0, window = 0; start < bytes.length; start += windowBytes, window += 1) {
      const length = Math.min(windowBytes, bytes.length - start)
      windowCounted[window] = length
      windowSquares[window] = kernel.add(start, length)
    }
    return bytes.length
  }

  /** Only what is counted is copied. */
  function addSamples(bytes: Uint8Array): number {
    let counted = 0
    for (let start = 0, window = 0; start < bytes.length; start += windowBytes, window += 1) {
      const sample = sampleIn(start, bytes.length)
      input.set(bytes.subarray(sample.from, sample.from + sample.bytes))
      windowCounted[window] = sample.bytes
      windowSquares[window] = kernel.add(0, sample.bytes)
      counted += sample.bytes
    }
    return counted
  }
}
