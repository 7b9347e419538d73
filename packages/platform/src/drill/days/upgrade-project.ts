import { readFileSync } from 'node:fs'

import { placeFile } from '../estate-folder.ts'
import type { Random } from '../random.ts'
import { filesBelow } from './files-below.ts'

/**
 * Some files of one project folder get the content of others of the same kind, as a new release would bring. No script or
 * text becomes one of base64 only, as libraries carry their tables in: nobody can tell that from its ciphertext, and
 * whoever leaves it `unknown` is right. Nor does what has spaces become data without one: a package.json that turns into
 * the table of a font is no release, and a small text without its spaces looks like ciphertext in digits.
 */
export function upgradeProject(projects: string, random: Random, at: Date): void {
  const byEnding = Map.groupBy(filesBelow(projects), (path) => /\.[a-z0-9]+$/i.exec(path)?.[0] ?? '')
  for (const ending of ['.js', '.json', '.md', '.ts', '.png', '.html']) {
    const files = byEnding.get(ending) ?? []
    if (files.length < 2) continue
    for (let count = 0; count < 5; count += 1) {
      const [path, other] = [random.pick(files), random.pick(files)]
      const content = readFileSync(other)
      const was = readFileSync(path)
      if ((isEncoded(content) && !isEncoded(was)) || (isDense(content) && !isDense(was))) continue
      placeFile(path, content, at)
    }
  }
}

/** More than half of it in runs of base64, in one line or many, that no program and no sentence has. */
function isEncoded(content: Buffer): boolean {
  const runs =
    content
      .toString('latin1')
      .replaceAll(/\r?\n/g, '')
      .match(/[A-Za-z0-9+/]{500,}/g) ?? []
  return runs.reduce((sum, run) => sum + run.length, 0) * 2 > content.length
}

/** Less than one space or tab in 200 bytes: minified data, of which detection may think the worst. */
function isDense(content: Buffer): boolean {
  let spaces = 0
  for (const byte of content) if (byte === 0x20 || byte === 0x09) spaces += 1
  return spaces * 200 < content.length
}
