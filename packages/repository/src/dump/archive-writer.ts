import type { Node } from '../tree/index.ts'

/** Writes the entries of one archive format as pieces of bytes. */
export interface ArchiveWriter {
  /** `path` has no slash at its beginning; `content` holds exactly the node's bytes. */
  entry(path: string, node: Node, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer>
  end(): Iterable<Buffer>
}
