import { isUtf8 } from 'node:buffer'

import { uniformityZ } from '../signals/chi-square.ts'
import { sniff } from '../validators/index.ts'
import { finestWindow, type WindowMap, windowMapOf } from './window-map.ts'

/** What is kept of one blob; equal blobs are measured once, in whatever file they are. */
export interface ChunkFeatures {
  /** Bytes. */
  readonly length: number
  /** Share of each byte value in 65,535ths, rounded down. */
  readonly histogram: Uint16Array
  readonly distinct: number
  readonly windows: WindowMap
}

/** What is kept of the content of one file version beside that of its blobs. */
export interface VersionFeatures {
  readonly size: number
  /** Content type by the bytes; empty when nothing is known. */
  readonly type: string
  /** `unchecked`: larger than what is read whole. */
  readonly verdict: 'valid' | 'proved' | 'trailing' | 'broken' | 'unchecked' | 'untyped'
  readonly isUtf8: boolean
  /** The first and last 64 bytes, or what there is. */
  readonly head: Buffer
  readonly tail: Buffer
}

/** Bounds of the design for |z| of a random window: χ² over 4 KiB tells noise from all that is not packed. */
const [least, most] = [-4.5, 4]
/** A last window shorter than this says nothing. */
const leastWindow = 1024
const edgeBytes = 64

/** Measures one blob: reads each byte once. Deterministic; the same bytes give the same record for ever. */
export function measureChunk(bytes: Uint8Array): ChunkFeatures {
  const total = new Uint32Array(256)
  const window = new Uint32Array(256)
  const flags: boolean[] = []
  for (let start = 0; start < bytes.length; start += finestWindow) {
    const end = Math.min(start + finestWindow, bytes.length)
    window.fill(0)
    for (let at = start; at < end; at += 1)
      window[bytes[at] as number] = (window[bytes[at] as number] ?? 0) + 1
    for (let byte = 0; byte < 256; byte += 1) total[byte] = (total[byte] ?? 0) + (window[byte] ?? 0)
    const z = end - start < leastWindow ? Infinity : uniformityZ(window)
    flags.push(z > least && z < most)
  }
  return {
    length: bytes.length,
    histogram: Uint16Array.from(total, (count) => Math.floor((count * 65_535) / Math.max(1, bytes.length))),
    distinct: total.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0),
    windows: windowMapOf(flags),
  }
}

/** Measures a version that was read whole. */
export function measureVersion(bytes: Uint8Array): VersionFeatures {
  const type = sniff(bytes)
  return {
    ...edgesOf(bytes, bytes, bytes.length),
    type: type?.name ?? '',
    verdict: verdictOf(bytes),
    isUtf8: isUtf8(bytes),
  }
}

/** Measures a version of which only the first and the last blob were read. */
export function measureEdges(first: Uint8Array, last: Uint8Array, size: number): VersionFeatures {
  return {
    ...edgesOf(first, last, size),
    type: sniff(first)?.name ?? '',
    verdict: 'unchecked',
    isUtf8: false,
  }
}

function edgesOf(
  first: Uint8Array,
  last: Uint8Array,
  size: number,
): { size: number; head: Buffer; tail: Buffer } {
  return {
    size,
    head: Buffer.from(first.subarray(0, edgeBytes)),
    tail: Buffer.from(last.subarray(Math.max(0, last.length - edgeBytes))),
  }
}

function verdictOf(bytes: Uint8Array): VersionFeatures['verdict'] {
  const type = sniff(bytes)
  if (type === undefined) return 'untyped'
  const validity = type.validate(bytes)
  if (validity.state === 'broken') return 'broken'
  if (validity.end !== bytes.length) return 'trailing'
  return validity.depth === 'structure' ? 'valid' : 'proved'
}
