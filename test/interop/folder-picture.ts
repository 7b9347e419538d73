import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * One line per entry, independent of the code under test: path and link target as hex, type, mode, mtime in
 * nanoseconds, size, content hash, and which paths are one file.
 */
export function folderPicture(folder: string): string[] {
  const lines: string[] = []
  const groups = new Map<string, number>()
  const visit = (path: Buffer, shown: Buffer): void => {
    for (const name of readdirSync(path, { encoding: 'buffer' }).sort((a, b) => Buffer.compare(a, b))) {
      const child = Buffer.concat([path, Buffer.from('/'), name])
      const childShown = Buffer.concat([shown, Buffer.from('/'), name])
      const stat = lstatSync(child, { bigint: true })
      const common = `${childShown.toString('hex')} ${stat.mode.toString(8)} ${stat.mtimeNs}`
      if (stat.isSymbolicLink()) {
        lines.push(`link ${common} ${readlinkSync(child, { encoding: 'buffer' }).toString('hex')}`)
      } else if (stat.isDirectory()) {
        lines.push(`dir ${common}`)
        visit(child, childShown)
      } else if (stat.isFile()) {
        const key = `${stat.dev} ${stat.ino}`
        const group = stat.nlink > 1n ? (groups.get(key) ?? groups.size) : -1
        if (group >= 0) groups.set(key, group)
        lines.push(`file ${common} ${stat.size} ${sha256(readFileSync(child))} ${group}`)
      }
    }
  }
  visit(Buffer.from(folder), Buffer.alloc(0))
  return lines
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
