import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const ours = /^anlauf-members-(\d+)-/

/**
 * A private folder (mode 0700) for members while they are judged. What a killed run left beside it is removed
 * first: it may hold malware as it is. A folder whose process lives, or of another account, stays.
 */
export function makeScratchFolder(place: string): string {
  for (const name of readdirSync(place)) {
    const pid = ours.exec(name)?.[1]
    if (pid === undefined || isRunning(Number(pid))) continue
    const folder = join(place, name)
    const stat = lstatSync(folder, { throwIfNoEntry: false })
    if (stat?.isDirectory() === true && stat.uid === process.getuid?.()) {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  return mkdtempSync(join(place, `anlauf-members-${process.pid}-`))
}

/** Signal 0 only asks. Whoever may not be asked lives as well. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
