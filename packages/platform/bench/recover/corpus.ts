import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import JSZip from 'jszip'

export interface Corpus {
  readonly folder: string
  readonly files: number
  readonly bytes: number
}

/** Larger files would be all there is in a small corpus. */
const largest = 8_000_000

/**
 * Real files of this machine up to a number of bytes, and archives of some of them: each archive holds one library
 * that all share and five files of its own, as a provider's customers do.
 */
export async function makeCorpus(folder: string, sources: readonly string[], bytes: number): Promise<Corpus> {
  mkdirSync(folder, { recursive: true })
  let [count, size] = [0, 0]
  const taken: string[] = []
  for (const file of sources.flatMap(filesBelow)) {
    const length = statSync(file).size
    if (length === 0 || length > largest || size + length > bytes) continue
    const place = join(folder, `${count % 50}`)
    mkdirSync(place, { recursive: true })
    copyFileSync(file, join(place, `${count}`))
    taken.push(file)
    count += 1
    size += length
    if (size > bytes * 0.98) break
  }
  const library = taken.map((file) => readFileSync(file)).find(({ length }) => length > 100_000)
  for (let archive = 0; archive < 40; archive += 1) {
    const zip = new JSZip()
    if (library !== undefined) zip.file('library', library)
    for (const file of taken.slice(archive * 5, archive * 5 + 5))
      zip.file(`${archive}${file}`, readFileSync(file))
    const packed = await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' })
    writeFileSync(join(folder, `archive-${archive}.zip`), packed)
    count += 1
    size += packed.length
  }
  return { folder, files: count, bytes: size }
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
