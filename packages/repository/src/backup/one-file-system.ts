import { type BigIntStats, lstatSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Leaves out what lies on another file system than the named path above it. A folder on which another file
 * system is mounted is kept, empty, so that a restore has a place to mount it again.
 */
export function oneFileSystem(ground: {
  sources: readonly string[]
  toReal: (path: string) => Buffer
}): (path: string, stat: BigIntStats) => boolean {
  const devices = new Map<string, bigint>()
  for (const source of ground.sources) {
    const stat = lstatSync(ground.toReal(source), { bigint: true, throwIfNoEntry: false })
    if (stat !== undefined) devices.set(source, stat.dev)
  }

  function isHome(path: string, device: bigint): boolean {
    for (let above = path; ; above = dirname(above)) {
      const home = devices.get(above)
      if (home !== undefined) return home === device
      // Above every named path: nobody asked for it.
      if (above === dirname(above)) return false
    }
  }

  return (path, stat) => {
    if (isHome(path, stat.dev)) return false
    if (!stat.isDirectory()) return true
    const above = dirname(path)
    const parent = lstatSync(ground.toReal(above), { bigint: true, throwIfNoEntry: false })
    return parent === undefined || !isHome(above, parent.dev)
  }
}
