import { existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { basename } from 'node:path'

/**
 * Of our own processor time: a hundred processes take 2 to 8 ms; where there are thousands, an alarm does not wait for the
 * rest. Time by the clock would end the search early on a busy machine, just where uploads are slow.
 */
const budgetMs = 50

/**
 * True when `openForWriting` sees the programs of all users: with root, and in the PID namespace of those who write. Of
 * the second nothing is known here.
 */
export function seesWriters(): boolean {
  return process.getuid?.() === 0 && existsSync('/proc/self/fdinfo')
}

/**
 * Which of these paths a program of this machine holds open for writing, as far as we may look: with root all of them,
 * without it those of the own user, and on systems without /proc none. Containers may know the file by another path.
 * The kernel itself (an NFS server) is not seen. Never throws.
 */
export function openForWriting(
  paths: ReadonlySet<string>,
  spentMs: () => number = processorMs,
): ReadonlySet<string> {
  const open = new Set<string>()
  const names = Map.groupBy(paths, (path) => basename(path))
  const beganAt = spentMs()
  for (const process of processes()) {
    if (open.size === paths.size || spentMs() - beganAt > budgetMs) break
    for (const number of entries(`/proc/${process}/fd`)) {
      const file = `/proc/${process}/fd/${number}`
      const path = attempt(() => readlinkSync(file))
      const alike = (path === undefined ? undefined : names.get(basename(path))) ?? []
      for (const one of alike) if (isSame(one, file) && isWriter(process, number)) open.add(one)
    }
  }
  return open
}

function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** The youngest first: who writes now has often begun lately. */
function processes(): readonly string[] {
  return entries('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .toSorted((a, b) => Number(b) - Number(a))
}

function isSame(a: string, b: string): boolean {
  const [one, other] = [a, b].map((path) => attempt(() => statSync(path, { bigint: true })))
  return one !== undefined && one.dev === other?.dev && one.ino === other.ino
}

/** Whether the flags of open(2) say write-only or both. */
function isWriter(process: string, file: string): boolean {
  const flags = /^flags:\s*([0-7]+)/m.exec(
    attempt(() => readFileSync(`/proc/${process}/fdinfo/${file}`, 'latin1')) ?? '',
  )
  return (Number.parseInt(flags?.[1] ?? '0', 8) & 3) !== 0
}

function entries(folder: string): readonly string[] {
  return attempt(() => readdirSync(folder)) ?? []
}

/** Processes end while we look. */
function attempt<Value>(work: () => Value): Value | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
