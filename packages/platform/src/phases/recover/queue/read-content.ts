import { type Node, readFile, type Repository, RepositoryError } from '@anlauf/repository'

/** Larger contents are judged by their beginning. */
const maxWhole = 64 * 1024 * 1024

/** The first blob of a file: at least 4 KiB, or all of it. Undefined when the backup cannot give it. */
export async function headOf(repository: Repository, node: Node): Promise<Buffer | undefined> {
  const [first] = node.content ?? []
  if (first === undefined) return Buffer.alloc(0)
  return orUndefined(repository.readBlob(first, 'data'))
}

/** A whole file of at most 64 MiB. Undefined when it is larger, or the backup cannot give it. */
export async function wholeOf(repository: Repository, node: Node | undefined): Promise<Buffer | undefined> {
  if (node === undefined || (node.size ?? 0) > maxWhole) return undefined
  return orUndefined(
    (async () => {
      const pieces: Buffer[] = []
      for await (const piece of readFile(repository, node)) pieces.push(piece)
      return Buffer.concat(pieces)
    })(),
  )
}

async function orUndefined(reading: Promise<Buffer>): Promise<Buffer | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof RepositoryError) return undefined
    throw error
  }
}
