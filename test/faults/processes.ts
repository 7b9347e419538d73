import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** All processes that come from one, nearest first. */
export function childrenOf(pid: number | undefined, holding = ''): number[] {
  const parents = readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    const stat = read(`/proc/${name}/stat`)
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    return [{ pid: Number(name), parent }]
  })
  const found: number[] = []
  const next = pid === undefined ? [] : [pid]
  for (let at = 0; at < next.length; at += 1) {
    for (const one of parents) if (one.parent === next[at]) next.push(one.pid)
    if (at > 0) found.push(next[at] ?? 0)
  }
  return found.filter((one) => read(`/proc/${one}/cmdline`).includes(holding))
}

/** The server of a home, and its processes; nobody when it does not run. */
export function serverOf(home: string): number[] {
  const file = join(home, 'postgres', 'postmaster.pid')
  const pid = Number(existsSync(file) ? read(file).split('\n')[0] : NaN)
  const isRunning = Number.isInteger(pid) && read(`/proc/${pid}/cmdline`).includes('postgres')
  return isRunning ? [pid, ...childrenOf(pid)] : []
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
