import { read } from 'node:fs'
import { promisify } from 'node:util'

const readAt = promisify(read)
const pieceBytes = 256 * 1024

/**
 * The bytes of an open file from its start, one byte beyond `size` at most: a file that grew shows, and does not
 * fill an archive. Each piece is valid until the next one is asked for.
 */
export async function* piecesUpTo(handle: number, size: number): AsyncGenerator<Buffer> {
  const buffer = Buffer.allocUnsafe(pieceBytes)
  for (let position = 0; position <= size;) {
    const wanted = Math.min(buffer.length, size + 1 - position)
    const { bytesRead } = await readAt(handle, buffer, 0, wanted, position)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    position += bytesRead
  }
}
