import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type ReadFile = (
  folder: string,
  name: string,
  encoding: 'br' | 'gzip' | undefined,
) => Uint8Array<ArrayBuffer> | undefined

const endings = { br: '.br', gzip: '.gz' } as const

/**
 * The files of a built console, all of them in memory from the first request on (2 MB): a server that was updated
 * beside us builds its own and removes ours, and the page that a browser has open asks for screens hours later.
 */
export function keptFiles(): ReadFile {
  let kept:
    | { readonly folder: string; readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>> }
    | undefined
  return (folder, name, encoding) => {
    if (kept?.folder !== folder) kept = { folder, files: filesOf(folder) }
    return kept.files.get(encoding === undefined ? name : `${name}${endings[encoding]}`)
  }
}

/** Without the folder there are no files. */
function filesOf(folder: string): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    return new Map(
      entries.map((entry) => {
        const path = join(entry.parentPath, entry.name)
        return [path.slice(folder.length + 1), new Uint8Array(readFileSync(path))]
      }),
    )
  } catch {
    return new Map()
  }
}
