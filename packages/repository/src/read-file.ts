import { createHash } from 'node:crypto'

import { damaged } from './error.ts'
import type { BlobId } from './id.ts'
import { printName } from './name.ts'
import type { Repository } from './repository.ts'
import type { Node } from './tree/index.ts'

/**
 * The content of a file in verified pieces of at most 8 MiB as a rule; the next piece is read ahead.
 * Throws `damaged` when the pieces together are not as long as the node says.
 */
export async function* readFile(repository: Repository, node: Node): AsyncGenerator<Buffer> {
  const content = node.content ?? []
  const size = node.size ?? 0
  let length = 0
  let next = readAhead(repository, content[0])
  for (let at = 0; at < content.length; at += 1) {
    const piece = await next
    next = readAhead(repository, content[at + 1])
    if (piece === undefined) break
    length += piece.length
    if (length > size) throw wrongSize(node, length)
    yield piece
  }
  if (length !== size) throw wrongSize(node, length)
}

/**
 * A key that equal contents share, without reading data: the blob's id when there is one (that is the
 * SHA-256 of the file), SHA-256 over all ids when there are several (comparable among repositories with
 * the same chunker polynomial), SHA-256 of nothing for an empty file.
 */
export function contentKey(node: Node): string {
  const content = node.content ?? []
  if (content.length === 1 && content[0] !== undefined) return content[0]
  return createHash('sha256')
    .update(Buffer.from(content.join(''), 'hex'))
    .digest('hex')
}

function readAhead(repository: Repository, id: BlobId | undefined): Promise<Buffer | undefined> {
  if (id === undefined) return Promise.resolve(undefined)
  const reading = repository.readBlob(id, 'data')
  // A reader that stops early must not leave an unhandled rejection behind.
  reading.catch(() => undefined)
  return reading
}

function wrongSize(node: Node, length: number): Error {
  return damaged(
    `"${printName(node.name)}" should have ${node.size ?? 0} bytes, its blobs hold ${length} or more.`,
    { size: node.size ?? 0, length },
  )
}
