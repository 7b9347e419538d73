import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import JSZip from 'jszip'

import { entriesBelow } from '../../src/phases/detect/index.ts'

export interface Corpus {
  readonly folder: string
  readonly files: number
  readonly bytes: number
}

/** Larger files would be all there is in a small corpus. */
const largest = 8_000_000

/**
 * Real files of this machine up to a number of bytes, and archives of some of them: each archive holds one library
 * that all share and five files of its own, as a provider's customers do. Links are not followed.
 */
export async function makeCorpus(folder: string, sources: readonly string[], bytes: number): Promise<Corpus> {
  mkdirSync(folder, { recursive: true })
  const taken = [...realFiles(sources, bytes)]
  for (const [count, { path }] of taken.entries()) {
    const place = join(folder, `${count % 50}`)
    mkdirSync(place, { recursive: true })
    copyFileSync(path, join(place, `${count}`))
  }
  const library = taken.find(({ size }) => size > 100_000)
  let [files, size] = [taken.length, taken.reduce((sum, one) => sum + one.size, 0)]
  for (let archive = 0; archive < 40; archive += 1) {
    const zip = new JSZip()
    if (library !== undefined) zip.file('library', readFileSync(library.path))
    for (const { path } of taken.slice(archive * 5, archive * 5 + 5))
      zip.file(`${archive}${path}`, readFileSync(path))
    const packed = await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' })
    writeFileSync(join(folder, `archive-${archive}.zip`), packed)
    files += 1
    size += packed.length
  }
  return { folder, files, bytes: size }
}

/** Files of some folders until they have so many bytes. */
export function* realFiles(
  sources: readonly string[],
  bytes: number,
): Generator<{ readonly path: string; readonly size: number }> {
  let sum = 0
  for (const source of sources) {
    for (const { path, kind } of entriesBelow(source)) {
      if (kind !== 'file') continue
      const { size } = statSync(path)
      if (size === 0 || size > largest || sum + size > bytes) continue
      yield { path, size }
      sum += size
      if (sum > bytes * 0.98) return
    }
  }
}
