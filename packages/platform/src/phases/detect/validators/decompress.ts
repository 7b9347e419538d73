import { brotliDecompressSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'

const methods = {
  brotli: brotliDecompressSync,
  deflate: inflateRawSync,
  zlib: inflateSync,
  zstd: zstdDecompressSync,
}

/** The content and how many compressed bytes it took, or why there is none. */
export type Decompressed =
  | { readonly content: Buffer; readonly consumed: number }
  | { readonly failure: 'too-large' | 'cut-off' | 'damaged' }

/** Decompresses one stream that begins with the data; what follows its end is left alone. At most `limit` bytes. */
export function decompress(method: keyof typeof methods, data: Buffer, limit: number): Decompressed {
  try {
    // Node's types do not know the option `info`, which tells where the stream ended.
    const { buffer, engine } = methods[method](data, {
      info: true,
      maxOutputLength: Math.max(1, limit),
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } }
    return { content: buffer, consumed: engine.bytesWritten }
  } catch (error) {
    if (error instanceof RangeError) return { failure: 'too-large' }
    const isCutOff = error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR'
    return { failure: isCutOff ? 'cut-off' : 'damaged' }
  }
}
