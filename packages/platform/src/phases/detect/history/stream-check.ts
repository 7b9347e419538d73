import { isUtf8 } from 'node:buffer'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

import { type Node, readFile, type Repository } from '@anlauf/repository'

import { noiseShare, sniff } from '../validators/index.ts'

export interface StreamProof {
  readonly type: string
  readonly holds: boolean
  /** What is wrong when it does not hold. */
  readonly what: string
}

/** Logs and dumps pack ten- to fiftyfold; beyond this a bomb would be let to waste an hour. */
const maxRatio = 256
const freePlain = 2 ** 28
/** Of UTF-8 text hardly a byte in a hundred is a control character. */
const maxNoise = 0.01

/**
 * Reads a file of any size to its end: UTF-8 text must stay text, gzip must decompress with the right
 * checksums. Undefined for other types and for bombs. Throws what `readFile` throws; memory is bounded by a blob.
 */
export async function streamed(file: {
  repository: Repository
  node: Node
  /** The beginning of the file, by which its type is recognised. */
  sample: Uint8Array
  signal?: AbortSignal | undefined
}): Promise<StreamProof | undefined> {
  const type = sniff(file.sample)?.name
  // Of text in older encodings the samples must do.
  if (type === 'text' && noiseShare(file.sample) <= maxNoise) return { type, ...(await staysText(file)) }
  const outcome = type === 'gzip' ? await decompresses(file) : undefined
  return type === undefined || outcome === undefined ? undefined : { type, ...outcome }
}

type Outcome = Omit<StreamProof, 'type'>

async function staysText(file: Parameters<typeof streamed>[0]): Promise<Outcome> {
  let carried = Buffer.alloc(0)
  for await (const piece of readFile(file.repository, file.node)) {
    file.signal?.throwIfAborted()
    const bytes = Buffer.concat([carried, piece])
    const cut = bytes.length - cutOff(bytes)
    carried = Buffer.from(bytes.subarray(cut))
    const whole = bytes.subarray(0, cut)
    if (!isUtf8(whole) || noiseShare(whole) > maxNoise) return { holds: false, what: 'it does not stay text' }
  }
  return { holds: carried.length === 0, what: 'it ends inside a character' }
}

/** Bytes at the end that begin a UTF-8 sequence which the next piece may complete. */
function cutOff(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}

async function decompresses(file: Parameters<typeof streamed>[0]): Promise<Outcome | undefined> {
  const source = Readable.from(readFile(file.repository, file.node))
  const gunzip = createGunzip()
  // An error of the repository must not be mistaken for one of the data.
  let sourceError: Error | undefined
  source.on('error', (error) => {
    sourceError = error
    gunzip.destroy(error)
  })
  let plain = 0
  try {
    for await (const piece of source.pipe(gunzip) as AsyncIterable<Buffer>) {
      file.signal?.throwIfAborted()
      plain += piece.length
      if (plain > Math.max(freePlain, maxRatio * (file.node.size ?? 0))) {
        return undefined
      }
    }
    // Zeros end a stream without an error, and anything may follow them.
    const rest = (file.node.size ?? 0) - gunzip.bytesWritten
    return { holds: rest === 0, what: `${rest} bytes follow its end` }
  } catch (error) {
    if (sourceError !== undefined) throw sourceError
    file.signal?.throwIfAborted()
    return {
      holds: false,
      what: error instanceof Error ? `it does not decompress (${error.message})` : 'it does not decompress',
    }
  } finally {
    source.destroy()
    gunzip.destroy()
  }
}
