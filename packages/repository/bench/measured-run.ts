import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** What one run of a program cost, its children included. */
export interface Cost {
  readonly seconds: number
  readonly cpuSeconds: number
  readonly peakMiB: number
}

/** Processor time comes in these ticks on every Linux we know (`getconf CLK_TCK`). */
const ticksPerSecond = 100
const sampleMs = 25

/**
 * Runs a program and measures it from outside: wall time, processor time and the largest sum of resident
 * memory over it and its children, sampled from /proc every 25 ms. Throws when it fails.
 */
export async function measuredRun(
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Cost> {
  const [program = '', ...parameters] = command
  const startedAt = performance.now()
  const child = spawn(program, parameters, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // Whoever stops the bench stops what it measures too.
  const stop = (): boolean => child.kill('SIGKILL')
  process.once('exit', stop)
  let words = ''
  child.stderr.on('data', (piece: Buffer) => (words = (words + piece.toString()).slice(-2000)))
  const seen = { cpuTicks: new Map<number, number>(), peakKiB: 0 }
  const timer = setInterval(() => sample(child.pid ?? 0, seen), sampleMs)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  clearInterval(timer)
  process.off('exit', stop)
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${words}`)
  const ticks = [...seen.cpuTicks.values()].reduce((sum, one) => sum + one, 0)
  return {
    seconds: (performance.now() - startedAt) / 1000,
    cpuSeconds: ticks / ticksPerSecond,
    peakMiB: seen.peakKiB / 1024,
  }
}

function sample(root: number, seen: { cpuTicks: Map<number, number>; peakKiB: number }): void {
  let resident = 0
  for (const pid of family(root)) {
    const stat = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
    const ticks = Number(stat[11] ?? 0) + Number(stat[12] ?? 0)
    if (ticks > 0) seen.cpuTicks.set(pid, ticks)
    resident += Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0)
  }
  seen.peakKiB = Math.max(seen.peakKiB, resident)
}

function family(pid: number): number[] {
  const children = tasks(pid).flatMap((task) => read(`/proc/${pid}/task/${task}/children`).trim().split(' '))
  return [pid, ...children.filter((child) => child !== '').flatMap((child) => family(Number(child)))]
}

function tasks(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

/** A process may end between two looks. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
