import { contentHash, type ManifestLine } from '../../recover/index.ts'
import type { HandOverOptions } from './data-facts.ts'
import { differs } from './expected.ts'

/** Reads every entry of a unit's folder and compares it with the manifest. Throws `gate-closed` for the first that differs. */
export async function readThrough(
  folder: string,
  lines: readonly ManifestLine[],
  { signal, onProgress }: HandOverOptions,
  why = 'is not what was released',
): Promise<void> {
  const progress = {
    phase: 'read back' as const,
    done: 0,
    total: lines.length,
    bytesDone: 0,
    bytesTotal: lines.reduce((sum, { size }) => sum + size, 0),
  }
  for (const line of lines) {
    signal?.throwIfAborted()
    if ((await contentHash(folder, line)) !== line.sha256) throw differs(line, why)
    progress.done += 1
    progress.bytesDone += line.size
    onProgress?.({ ...progress })
  }
}
