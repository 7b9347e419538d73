import { printName } from '@anlauf/repository'

import type { Missing } from '../../../phases/protect/index.ts'
import { counted, formatBytes } from '../terminal/output.ts'

const shownFiles = 20

/** What cannot be restored from the volumes that were read, file by file. */
export function missingLines(missing: Missing | undefined, folder: string): string[] {
  if (missing === undefined) {
    return ['No password given: whether packs are missing was not looked at. "anlauf repo check" does that.']
  }
  const { packs, losses } = missing
  if (packs.length === 0)
    return [`Nothing is missing. Restore with: anlauf repo restore latest --repo ${folder}`]
  return [
    `Missing: ${counted(packs.length, 'pack')}.`,
    ...losses.flatMap(({ snapshot, files, directories }) => [
      `snapshot ${snapshot.id.slice(0, 8)} of ${snapshot.hostname ?? 'an unknown host'}, ${snapshot.time.slice(0, 19)}: ${counted(files.length, 'file')} (${formatBytes(bytesOf(files))}) cannot be restored whole${directories.length === 0 ? '' : `, and nobody can say what is in ${counted(directories.length, 'directory', 'directories')}`}`,
      ...directories.slice(0, shownFiles).map((path) => `  ${printName(path)}/…`),
      ...files.slice(0, shownFiles).map(({ path }) => `  ${printName(path)}`),
      ...(files.length > shownFiles
        ? [`  and ${counted(files.length - shownFiles, 'more file')} (all of them: --json)`]
        : []),
    ]),
    losses.length === 0
      ? 'No snapshot needs them.'
      : 'Everything else can be restored: "anlauf repo restore" restores what is there and names each file that is not.',
  ]
}

export function missingJson({ packs, losses }: Missing) {
  return {
    missing_packs: packs,
    losses: losses.map(({ snapshot, files, directories }) => ({
      snapshot: snapshot.id,
      hostname: snapshot.hostname,
      time: snapshot.time,
      files: files.map(({ path, bytes }) => ({ path: printName(path), bytes })),
      bytes: bytesOf(files),
      directories: directories.map(printName),
    })),
  }
}

function bytesOf(files: readonly { bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0)
}
