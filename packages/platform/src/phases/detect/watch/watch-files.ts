import { type AlarmState, alarmWeight, type Hit, quiet, withHit, withoutHit } from './alarm-state.ts'
import type { Canary } from './canary.ts'
import { watchRoot } from './event-source.ts'
import { judgeLook } from './judge-look.ts'
import { knownFiles } from './known-files.ts'
import { type Look, lookAt } from './look.ts'
import { replacedFiles } from './replaced-files.ts'
import { changeTime, filesBelow } from './sweep.ts'
import { validateLater } from './validate-later.ts'

export interface WatchOptions {
  readonly roots: readonly string[]
  readonly canaries?: readonly Canary[]
  readonly signal?: AbortSignal | undefined
  /** Once, when the alarm goes up. */
  readonly onAlarm: (alarm: { readonly at: Date; readonly hits: readonly Hit[] }) => void
  /** Every hit, also after the alarm. */
  readonly onHit?: (hit: Hit) => void
  /** Something about the watching itself: events lost, a disk gone, a sweep done. */
  readonly onNotice?: (notice: { readonly root: string; readonly what: string }) => void
  readonly onLearn?: (figures: { readonly files: number }) => void
  readonly now?: () => number
}

export interface RunningWatch extends Disposable {
  readonly files: number
  readonly state: AlarmState
  /** Looks at every file whose change time moved; called by itself when events were lost. */
  sweep(): Promise<void>
}

/**
 * Learns what the files below the roots look like, then watches them: resolves once everything is known and events
 * are looked at. The watching begins before the learning, so nothing that happens meanwhile is lost.
 * Throws what watching a root throws (no such folder, too few watches).
 */
export async function watchFiles(options: WatchOptions): Promise<RunningWatch> {
  const { roots, canaries = [], signal, onAlarm, onHit, onNotice, onLearn, now = Date.now } = options
  const known = knownFiles()
  const replaced = replacedFiles()
  // By path and by inode: another name for a canary is an event of that name only.
  const canaryOf = new Map(
    canaries.flatMap((canary) => [[canary.path, canary] as const, [canary.file, canary] as const]),
  )
  let state = quiet
  let isLearning = true

  function hit(path: string, why: string, look?: Look): void {
    const before = state.raisedAtMs
    const file = look === undefined ? path : `${look.device}:${look.inode}`
    const one = { atMs: now(), path, file, why, weight: look === undefined ? alarmWeight : 1 }
    state = withHit(state, one)
    onHit?.(one)
    if (before === undefined && state.raisedAtMs !== undefined)
      onAlarm({ at: new Date(state.raisedAtMs), hits: state.hits })
  }
  const later = validateLater(({ path, state: answer, why }) => {
    const look = known.get(path)
    if (answer === 'broken' && look !== undefined) hit(path, why, look)
    else if (answer === 'whole') state = withoutHit(state, path)
  })

  function onPath(path: string): void {
    const look = lookAt(path)
    const canary = canaryOf.get(path) ?? (look && canaryOf.get(`${look.device}:${look.inode}`))
    if (canary?.isTouched() === true) return hit(canary.path, 'a canary was touched')
    if (look === undefined) return onGone(path)
    const before = known.get(path) ?? known.byInode(look)?.look
    // Several events come for one write; the second look would see the same bytes.
    if (before?.changedNs === look.changedNs && before.size === look.size && known.get(path) !== undefined)
      return
    judge(path, before, look)
  }

  function judge(path: string, before: Look | undefined, look: Look): void {
    const suspicion = judgeLook(before, look)
    if (suspicion.kind === 'destroyed') hit(path, suspicion.why, look)
    // What was learnt of a destroyed file is kept: it goes on being one, whatever else is written into it.
    if (suspicion.kind === 'destroyed' && before !== undefined) {
      known.set(path, { ...before, changedNs: look.changedNs, size: look.size })
      return
    }
    if (suspicion.kind === 'ask-validator' && before !== undefined) later.ask(path, before, look)
    if (suspicion.kind === 'random-newcomer') {
      const lost = replaced.came(path, look.size, now())
      if (lost !== undefined) hit(path, `random bytes came, ${lost} is gone`, look)
    }
    known.set(path, remembered(before, look))
  }

  function onGone(path: string): void {
    const before = known.get(path)
    if (before === undefined) return
    known.delete(path)
    // Renamed: the inode lives on under another name, and comes with an event of its own.
    if (before.type === undefined) return
    const fresh = replaced.went(path, before.size, now())
    const newcomer = fresh === undefined ? undefined : known.get(fresh)
    if (fresh !== undefined && newcomer !== undefined)
      hit(fresh, `random bytes came, ${path} is gone`, newcomer)
  }

  async function sweep(): Promise<void> {
    const seen = new Set<string>()
    for (const root of roots) {
      for await (const path of filesBelow(root, signal)) {
        seen.add(path)
        const before = known.get(path)
        if (before === undefined || changeTime(path) !== before.changedNs) onPath(path)
      }
    }
    if (signal?.aborted === true) return
    for (const path of known.paths()) if (!seen.has(path)) onGone(path)
  }

  let sweeping: Promise<void> | undefined
  function lost(root: string, why: string): void {
    onNotice?.({ root, what: `events were lost: ${why}; every file is looked at` })
    sweeping ??= sweep().finally(() => (sweeping = undefined))
  }

  const stack = new DisposableStack()
  const early = new Set<string>()
  for (const root of roots) {
    const source = watchRoot(root, {
      onPath: (path) => (isLearning ? void early.add(path) : onPath(path)),
      onLost: (why) => lost(root, why),
      onError: (error) => onNotice?.({ root, what: `the folder cannot be watched: ${error.message}` }),
    })
    stack.use(source)
    if (!source.hasHeartbeat)
      onNotice?.({ root, what: 'nothing can be written there: lost events are noticed by bursts only' })
  }
  stack.use(later)
  for (const root of roots) {
    for await (const path of filesBelow(root, signal)) {
      const look = lookAt(path)
      if (look !== undefined) known.set(path, look)
      if (known.size % 1_000 === 0) onLearn?.({ files: known.size })
    }
  }
  isLearning = false
  for (const path of early) onPath(path)
  return {
    get files() {
      return known.size
    },
    get state() {
      return state
    },
    sweep,
    [Symbol.dispose]: () => stack.dispose(),
  }
}

/**
 * What is remembered after a harmless look. A file that is empty, or of which too little is written to tell, keeps what
 * it was: whoever empties it first and writes slowly must not be met as a newcomer.
 */
function remembered(before: Look | undefined, now: Look): Look {
  if (before?.type === undefined || now.type !== undefined) return now
  const { device, inode, bornNs, changedNs, links } = now
  return { ...before, device, inode, bornNs, changedNs, links }
}
