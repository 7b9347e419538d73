import { createHash } from 'node:crypto'
import { read } from 'node:fs'
import { promisify } from 'node:util'

const readAt = promisify(read)
const pieceBytes = 256 * 1024

/**
 * The bytes of an open file from its start. Each piece is valid until the next one is asked for. The file stays
 * open whatever happens, unlike with a stream, which closes it when its reader stops early.
 */
export async function* piecesOf(handle: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(pieceBytes)
  for (let position = 0; ;) {
    const { bytesRead } = await readAt(handle, buffer, 0, buffer.length, position)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    position += bytesRead
  }
}

/** SHA-256 of an open file in hex. */
export async function hashOf(handle: number): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of piecesOf(handle)) hash.update(piece)
  return hash.digest('hex')
}
