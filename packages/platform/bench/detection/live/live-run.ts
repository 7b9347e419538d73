import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import type { Shape } from './shapes.ts'

export interface LiveRun {
  readonly attack: string
  readonly shape: Shape
  readonly order: string
  readonly seed: number
}

export interface LiveResult {
  /** Files whose destruction had begun when the alarm went up; all of them when none did. */
  readonly lost: number
  /** From the first write to the first destroyed file until the alarm. */
  readonly alarmMs: number | undefined
  /** What the watcher took for destroyed. */
  readonly hits: readonly string[]
}

export const lockBitFilesPerSecond = 417
/** The longest time an attack may go on unnoticed here; all of the estate is gone by then. */
const patienceMs = 3_000

/** Plays one attack against one watcher, each in a process of its own. */
export async function playLive(root: string, run: LiveRun, signal: AbortSignal): Promise<LiveResult> {
  const watcher = await startWatcher(root, signal)
  const writer = start('writer.ts', [
    root,
    run.attack,
    run.shape,
    run.order,
    String(lockBitFilesPerSecond),
    String(run.seed),
  ])
  const destroyedAt: number[] = []
  const ready = Promise.withResolvers<void>()
  const ended = once(writer, 'exit')
  linesOf(writer, (line) => {
    if (line === 'ready') ready.resolve()
    else destroyedAt.push(Number(line.split(' ')[0]))
  })
  try {
    await Promise.race([ready.promise, ended.then(() => ready.reject(new Error('the writer did not begin')))])
    writer.stdin?.write('go\n')
    await Promise.race([watcher.alarm, ended.then(() => delay(patienceMs))])
  } finally {
    writer.kill('SIGKILL')
    await ended
    await watcher.stop()
  }
  const raisedAtMs = watcher.raisedAtMs()
  const first = Math.min(...destroyedAt)
  return {
    lost: destroyedAt.filter((atMs) => atMs <= (raisedAtMs ?? Infinity)).length,
    alarmMs: raisedAtMs === undefined ? undefined : raisedAtMs - first,
    hits: watcher.hits,
  }
}

export interface WatcherProcess {
  readonly alarm: Promise<void>
  raisedAtMs(): number | undefined
  readonly hits: readonly string[]
  stop(): Promise<void>
}

/** Resolves once the watcher has learnt what lies below the root. Throws when it ends before that. */
export async function startWatcher(root: string, signal: AbortSignal): Promise<WatcherProcess> {
  const child = start('watcher.ts', [root])
  const alarm = Promise.withResolvers<void>()
  const ready = Promise.withResolvers<void>()
  const ended = once(child, 'exit')
  const hits: string[] = []
  let raisedAtMs: number | undefined
  linesOf(child, (line) => {
    const said = JSON.parse(line) as { event: string; atMs?: number; path?: string; why?: string }
    if (said.event === 'ready') ready.resolve()
    else if (said.event === 'hit') hits.push(`${said.path}: ${said.why}`)
    else if (said.event === 'alarm') {
      raisedAtMs = said.atMs
      alarm.resolve()
    }
  })
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
  }
  try {
    signal.throwIfAborted()
    await Promise.race([
      ready.promise,
      ended.then(() => ready.reject(new Error('the watcher did not begin'))),
    ])
  } catch (error) {
    await stop()
    throw error
  }
  return { alarm: alarm.promise, raisedAtMs: () => raisedAtMs, hits, stop }
}

function start(file: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [fileURLToPath(new URL(file, import.meta.url)), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
}

function linesOf(child: ChildProcess, onLine: (line: string) => void): void {
  if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', onLine)
}
