import { type AlarmState, alarmWeight, type Hit, quiet, withHit, withoutHit } from './alarm-state.ts'
import type { Canary } from './canary.ts'
import { checkFile } from './check-file.ts'
import { type CheckAnswer, checkSoon } from './check-soon.ts'
import { type EventSource, watchRoot } from './event-source.ts'
import { watchClock } from './clock-watch.ts'
import { judgeLook } from './judge-look.ts'
import { knownFiles } from './known-files.ts'
import { isAppendedTo, type Look, lookAt } from './look.ts'
import { newcomers } from './newcomers.ts'
import { seesWriters } from './open-for-writing.ts'
import { rehearse } from './rehearse.ts'
import { changeTime, filesBelow, sweepNowAndThen } from './sweep.ts'
import { uploads } from './uploads.ts'

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
  /** Milliseconds since 1970 by a clock that nobody can set while we watch. */
  readonly now?: () => number
  /**
   * Pause between two looks at every change time: they find what raises no event here (another name of a file outside,
   * another machine on the same disk).
   */
  readonly sweepEveryMs?: number
}

export interface RunningWatch extends Disposable {
  readonly files: number
  readonly state: AlarmState
  /** Looks at every file whose change time moved; called by itself when events were lost. */
  sweep(): Promise<void>
}

/** Files up to this size are checked once more before the alarm goes up. */
const recheckedBytes = 1024 * 1024
const quarterHourMs = 15 * 60_000
/** Who made a file has stopped writing it when nothing happened for so long. */
const settledNs = 2_000_000_000n

/**
 * Learns what the files below the roots look like, then watches them: resolves once everything is known and events
 * are looked at. The watching begins before the learning, so nothing that happens meanwhile is lost.
 * Throws what watching a root throws (no such folder, too few watches).
 */
export async function watchFiles(options: WatchOptions): Promise<RunningWatch> {
  const { roots, canaries = [], signal, onAlarm, onHit, onNotice, onLearn } = options
  const { now = steadyNow, sweepEveryMs = quarterHourMs } = options
  const known = knownFiles()
  // By path and by inode: another name for a canary is an event of that name only.
  const canaryOf = new Map(
    canaries.flatMap((canary) => [[canary.path, canary] as const, [canary.file, canary] as const]),
  )
  /** Newcomers that are still being written: nothing was whole that could be broken. */
  const fresh = new Set<string>()
  /** Found broken by a check, which a file that is not finished is as well. */
  const byCheck = new Set<string>()
  const sources = new Map<string, EventSource>()
  const inProgress = uploads()
  let state = quiet
  let isLearning = true

  function hit(path: string, why: string, look?: Look, before?: Look): void {
    const file = look === undefined ? path : `${look.device}:${look.inode}`
    const reason = isSetBack(before, look) ? `${why}; its time was set back` : why
    const one = { atMs: now(), path, file, why: reason, weight: look === undefined ? alarmWeight : 1 }
    const next = withHit(state, one)
    const isRaised = state.raisedAtMs !== undefined
    const isKnown = state.hits.some((other) => other.file === file && other.path === path)
    state = isRaised || next.raisedAtMs === undefined ? next : believed(next.hits, path)
    if (!isKnown && state.hits.includes(one)) onHit?.(one)
    if (!isRaised && state.raisedAtMs !== undefined)
      onAlarm({ at: new Date(state.raisedAtMs), hits: state.hits })
  }

  /**
   * Whoever writes in place leaves a file broken for a moment: what is whole by now was no hit, and what somebody is
   * still writing is asked about again when that has ended. `newest` was checked a moment ago.
   */
  function believed(hits: readonly Hit[], newest: string): AlarmState {
    const checked = hits.filter(({ path }) => byCheck.has(path))
    const sure = hits.filter((hit) => !checked.includes(hit)).reduce(withHit, quiet)
    const writing =
      sure.raisedAtMs === undefined
        ? inProgress.unfinished(
            checked.map(({ path }) => ({ path, changedNs: known.get(path)?.changedNs ?? 0n })),
          )
        : new Set()
    let rest = quiet
    for (const hit of hits) {
      const look = known.get(hit.path)
      const isWhole = (): boolean =>
        hit.weight < alarmWeight &&
        hit.path !== newest &&
        look !== undefined &&
        checkFile(hit.path, look, recheckedBytes).state === 'whole'
      if (look !== undefined && writing.has(hit.path)) {
        checks.again(hit.path, look, look)
      } else if (!isWhole()) rest = withHit(rest, hit)
    }
    return rest
  }

  const checks = checkSoon(onAnswer, { seesWriters: seesWriters() })
  const strangers = newcomers({
    known,
    now,
    onReplaced: (fresh, lost, look) => hit(fresh, `random bytes came, ${lost} is gone`, look),
  })

  function onAnswer({ path, before, state: answer, why }: CheckAnswer): void {
    const look = known.get(path)
    if (answer === 'whole') {
      byCheck.delete(path)
      state = withoutHit(state, path)
    }
    if (answer !== 'broken' || look === undefined) return
    if (state.raisedAtMs === undefined) byCheck.add(path)
    destroyed(path, why, look, before)
  }

  function onPath(path: string): void {
    const look = lookAt(path)
    const canary = canaryOf.get(path) ?? (look && canaryOf.get(`${look.device}:${look.inode}`))
    if (canary?.isTouched() === true) return hit(canary.path, 'a canary was touched')
    if (look === undefined) return onGone(path)
    const own = known.get(path)
    const before = own ?? known.byInode(look)
    // Several events come for one write; the second look would see the same bytes.
    if (own !== undefined && own.changedNs === look.changedNs && own.size === look.size) return
    judge(path, before, look)
  }

  function judge(path: string, before: Look | undefined, look: Look): void {
    if (before !== undefined && look.size < before.size) checks.shrank(path)
    if (before === undefined) {
      const gone = strangers.namedLike(path)
      const came = gone === undefined ? undefined : judgeLook(gone, look)
      if (gone !== undefined && came?.kind === 'destroyed') return destroyed(path, came.why, look, gone)
      known.set(path, look)
      fresh.add(path)
      return strangers.came(path, look)
    }
    if (look.changedNs - before.changedNs > settledNs) fresh.delete(path)
    if (look.size > before.size && before.size > 0 && isAppendedTo(path, before)) {
      known.set(path, look)
      checks.grew(path, look)
      return
    }
    const suspicion = judgeLook(before, look)
    if (suspicion.kind === 'destroyed') {
      byCheck.delete(path)
      return destroyed(path, suspicion.why, look, before)
    }
    known.set(path, remembered(before, look))
    if (suspicion.kind === 'ask-validator' && !fresh.has(path)) checks.ask(path, before, look)
  }

  /** What was learnt of a destroyed file is kept: it goes on being one, whatever else is written into it. */
  function destroyed(path: string, why: string, look: Look, before: Look): void {
    const { device, inode, bornNs, changedNs, size } = look
    known.set(path, { ...before, device, inode, bornNs, changedNs, size })
    hit(path, why, look, before)
  }

  function onGone(path: string): void {
    const before = known.get(path)
    if (before === undefined) return
    known.delete(path)
    fresh.delete(path)
    strangers.went(path, before)
  }

  async function sweep(): Promise<void> {
    const seen = new Set<string>()
    // Of a disk that is away nothing is known, and nothing is forgotten.
    const there = roots.filter((root) => sources.get(root)?.isGone !== true)
    for (const root of there) {
      for await (const path of filesBelow(root, signal)) {
        seen.add(path)
        const before = known.get(path)
        if (before === undefined || changeTime(path) !== before.changedNs) onPath(path)
      }
    }
    if (signal?.aborted === true) return
    const isThere = (path: string): boolean => there.some((root) => path.startsWith(`${root}/`))
    for (const path of known.paths()) if (!seen.has(path) && isThere(path)) onGone(path)
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
      onGone: (why) => onNotice?.({ root, what: `the folder cannot be watched: ${why}` }),
      onBack: () => lost(root, 'the folder was away for a while'),
      onError: (error) => onNotice?.({ root, what: `the folder cannot be watched: ${error.message}` }),
    })
    stack.use(source)
    sources.set(root, source)
    if (!source.hasHeartbeat)
      onNotice?.({ root, what: 'nothing can be written there: lost events are noticed by bursts only' })
  }
  stack.use(checks)
  stack.use(
    watchClock((byMs) => {
      const what = `the clock of this machine moved by ${Math.round(byMs / 1000)} s: it was set, or the machine slept`
      for (const root of roots) onNotice?.({ root, what })
    }),
  )
  const rehearsal = rehearse()
  for (const root of roots) {
    for await (const path of filesBelow(root, signal)) {
      const look = lookAt(path)
      if (look === undefined) continue
      known.set(path, look)
      rehearsal(path, look)
      if (known.size % 1_000 === 0) onLearn?.({ files: known.size })
    }
  }
  isLearning = false
  for (const path of early) onPath(path)
  stack.use(sweepNowAndThen(sweep, sweepEveryMs))
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

/** Begins at the time of day and goes on by itself: whoever sets the clock does not pull hits apart. */
function steadyNow(): number {
  return performance.timeOrigin + performance.now()
}

function isSetBack(before: Look | undefined, now: Look | undefined): boolean {
  return before !== undefined && now !== undefined && now.modifiedNs < before.modifiedNs
}

/**
 * What is remembered after a harmless look. A file that is empty, or of which too little is written to tell, keeps what
 * it was: whoever empties it first and writes slowly must not be met as a newcomer.
 */
function remembered(before: Look, now: Look): Look {
  if (before.type === undefined || now.type !== undefined) return now
  const { device, inode, bornNs, changedNs, links } = now
  return { ...before, device, inode, bornNs, changedNs, links }
}
