import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'

import type { SeededRandom } from '../interop/seeded-random.ts'
import { anlaufWithin } from './anlauf-within.ts'
import { type Ended, startAnlauf } from './anlauf-process.ts'
import type { Finder } from './contents.ts'
import { type Injection, isAimedAt } from './injection.ts'
import { caseId, copyFolder, envOf, type Ground, people } from './ground.ts'
import type { StepName, Step } from './step.ts'

/** One run of the whole: folders of its own, and what an operator knows and may change. */
export interface Play {
  readonly ground: Ground
  readonly random: SeededRandom
  readonly folder: string
  /** What is released and handed back; a tenant, and sometimes a second one. */
  readonly units: string[]
  readonly cleanRoom: string
  readonly quarantine: string
  readonly target: string
  readonly out: string
  readonly form: 'files' | 'tar'
  /** What finds something in this run, because it is asked. */
  readonly asked: Set<Finder>
  /** Calls to the system that each command makes undisturbed. */
  readonly calls: ReadonlyMap<StepName, number>
  /** The core on which its commands run; undefined for all. */
  readonly core: number | undefined
  /** The next command is one that failed before: it has to find its way from what lies on the disk alone. */
  isNextApart: boolean
  // What a fault may exchange.
  home: string
  repository: string
  plan: string
  rules: string
  clamd: string | undefined
  /** What a fault saw that must never be. */
  readonly broken: string[]
  /** Links and folders that a fault put where files belong. */
  readonly obstacles: string[]
  /** What the last command came to. */
  last: Ended
  /** Files that a fault put into the clean room itself. */
  readonly planted: Set<string>
  /** Everything that was started, in order, with what it came to: what a person would scroll back to. */
  readonly history: string[]
  at(...names: string[]): string
}

export interface Outcome {
  readonly isComplete: boolean
  /** Commands that ended in any other way than done, each followed by another try. */
  readonly restarts: number
  readonly hung: number
}

/** No fault lasts: whoever mends it and starts again this often and still is not through is stuck. */
const mostAttempts = 9

export function openPlay(
  ground: Ground,
  folder: string,
  random: SeededRandom,
  calls: ReadonlyMap<StepName, number>,
): Play {
  mkdirSync(folder)
  const at = (...names: string[]): string => join(folder, ...names)
  copyFolder(ground.home, at('home'))
  const all = [...ground.truth.keys()]
  const first = random.below(all.length)
  const units = [all[first], ...(random.below(5) === 0 ? [all[(first + 1) % all.length]] : [])]
  return {
    ground,
    random,
    folder,
    units: units.flatMap((unit) => (unit === undefined ? [] : [unit])),
    cleanRoom: at('clean'),
    quarantine: at('held'),
    target: at('target'),
    out: at('out'),
    form: random.below(4) === 0 ? 'tar' : 'files',
    asked: new Set(['bundled', 'own-rule']),
    calls,
    core: random.below(4) === 0 ? undefined : random.below(availableParallelism()),
    isNextApart: false,
    home: at('home'),
    repository: ground.repository,
    plan: ground.plan,
    rules: ground.rules,
    clamd: undefined,
    broken: [],
    obstacles: [],
    last: { exitCode: 0, signal: null, stdout: '', stderr: '', code: '', isHung: false },
    planted: new Set(),
    history: [],
    at,
  }
}

/**
 * What an operator does until every unit is with its tenant: the commands of the handbook in their order, and after
 * a failure what its message says. Nothing here knows which fault was chosen.
 */
export async function playUntilDone(play: Play, injections: readonly Injection[]): Promise<Outcome> {
  const done = new Set<string>()
  const figures = { restarts: 0, hung: 0 }
  let doubted: 'nothing' | 'clean room' | 'released' = 'nothing'
  let isRunNeeded = true
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const open = play.units.filter((unit) => !done.has(unit))
    if (doubted === 'released') for (const unit of open) moveAway(play, unit, attempt)
    const failed = await attemptAll(
      play,
      injections,
      open,
      { isRunNeeded, isTrusting: doubted === 'nothing' },
      done,
    )
    if (failed === undefined) return { isComplete: true, ...figures }
    figures.restarts += 1
    play.isNextApart = true
    if (failed.ended.isHung) figures.hung += 1
    doubted = 'nothing'
    // Another command at work is waited for.
    if (/^(?:gate-closed|unsafe-target)$/.test(failed.ended.code) && !/Another run/.test(failed.ended.stderr))
      doubted = failed.step.name === 'hand-back' ? 'released' : 'clean room'
    const lock = /Somebody wrote into (.*\/\.lock) or/.exec(failed.ended.stderr)?.[1]
    if (lock?.startsWith(play.folder) === true) rmSync(lock)
    isRunNeeded = doubted !== 'nothing' || failed.step.name === 'run' || needsRun.has(failed.ended.code)
    for (const { mend } of injections) await mend?.(failed.step, failed.ended)
  }
  return { isComplete: false, ...figures }
}

interface Failed {
  readonly step: Step
  readonly ended: Ended
}

/** Answers of later commands after which one starts with the run again. */
const needsRun: ReadonlySet<string> = new Set(['input-invalid', 'not-found', 'plan-invalid'])

/** From the run to the last hand-back; the first command that is not done ends it. */
async function attemptAll(
  play: Play,
  injections: readonly Injection[],
  open: readonly string[],
  { isRunNeeded, isTrusting }: { isRunNeeded: boolean; isTrusting: boolean },
  done: Set<string>,
): Promise<Failed | undefined> {
  const go = async (step: Step, fine: (ended: Ended) => boolean): Promise<Failed | undefined> => {
    const ended = await perform(play, injections, step)
    return ended.exitCode === 0 || fine(ended) ? undefined : { step, ended }
  }
  const isDone = ({ code }: Ended): boolean => code === 'nothing-to-do'
  const isApproved = ({ stderr }: Ended): boolean => /approved .* already/.test(stderr)
  const recheck = isTrusting ? [] : ['--recheck-content', ...open.flatMap((unit) => ['--unit', unit])]
  if (isRunNeeded) {
    const run = commandOf(play, 'run')
    const step = { ...run, args: [...run.args, ...recheck] }
    const notRun = await go(step, isDone)
    if (notRun !== undefined) return notRun
    await lookAtReviews(play, injections, step)
  }
  for (const unit of open) {
    for (const person of people) {
      const refused = await go(commandOf(play, 'approve', unit, person), isApproved)
      if (refused !== undefined) return refused
    }
    for (const name of ['release', 'hand-back'] as const) {
      const failed = await go(commandOf(play, name, unit), isDone)
      if (failed !== undefined) return failed
    }
    done.add(unit)
  }
  return undefined
}

/** A fault lets a step be done once more, as a person would who looked at what it said. */
export async function again(play: Play, { name, unit, args }: Step): Promise<Ended> {
  const ended = await startAnlauf(args, envOf(play), play.core).ended
  note(play, `${name} ${unit} again`, ended)
  return ended
}

/**
 * More waits for a person than a sound run leaves: something could not be read, judged or placed. Whoever looks mends
 * what hindered, takes away what lies in the way, and lets the same command go on.
 */
async function lookAtReviews(play: Play, injections: readonly Injection[], run: Step): Promise<void> {
  const found = [...play.last.stdout.matchAll(/^(\S+): .* (\d+) for a person/gm)]
  const { reviews } = play.ground
  if (found.every(([, unit = '', count]) => Number(count) <= (reviews.get(unit) ?? Infinity))) return
  for (const { mend } of injections) await mend?.(run, play.last)
  for (const place of play.obstacles) rmSync(place, { recursive: true, force: true })
  await again(play, run)
}

/** The command line of a step, as the handbook has it. */
export function commandOf(play: Play, name: StepName, unit = '', person: string = people[0]): Step {
  const { ground, cleanRoom, quarantine, target, out, plan, rules, clamd, form } = play
  const of = ['--case', caseId, ...(unit === '' ? [] : ['--unit', unit])]
  const room = ['--clean-room', cleanRoom]
  const engines = ['--rules', rules, ...(clamd === undefined ? [] : ['--clamd', clamd])]
  const args = {
    'run': ['run', '--plan', plan, ...room, '--quarantine', quarantine, ...engines],
    'approve': ['approve', '--person', person, '--key', ground.at(`${person}.key`)],
    'release': ['release', ...room, '--target', target, ...engines],
    'hand-back': ['hand-back', ...room, '--target', target, '--plan', plan, '--estate', ground.estate, '--as', form, '--to', out],
  }[name] // prettier-ignore
  return { name, unit, args: ['recover', ...args, ...of] }
}

async function perform(play: Play, injections: readonly Injection[], step: Step): Promise<Ended> {
  for (const { before } of injections) await before?.(step)
  const isApart = play.isNextApart || isAimedAt(step, injections) || play.random.below(6) === 0
  play.isNextApart = false
  if (!isApart) {
    const ended = await anlaufWithin(step.args, envOf(play))
    note(play, `${step.name} ${step.unit}`, ended)
    for (const { after } of injections) await after?.(step, ended)
    return ended
  }
  const env = { ...envOf(play), ...Object.assign({}, ...injections.map(({ env }) => env?.(step))) }
  const started = startAnlauf(step.args, env, play.core)
  const beside = injections.map(({ during }) => during?.(step, started, env))
  const ended = await started.ended
  for (const one of beside) await one
  note(play, `${step.name} ${step.unit}`, ended)
  for (const { after } of injections) await after?.(step, ended)
  return ended
}

function note(play: Play, what: string, ended: Ended): void {
  play.last = ended
  const how = ended.signal ?? (ended.code === '' ? `exit ${ended.exitCode}` : ended.code)
  const said = ended.exitCode === 0 ? '' : ` | ${ended.stderr.trim().split('\n').slice(-6).join(' | ')}`
  play.history.push(`${what}: ${how}${said}`)
}

/** What a hand-back did not recognise is looked at later; the release makes it anew. */
function moveAway({ target, folder }: Play, unit: string, attempt: number): void {
  const released = join(target, unit)
  if (existsSync(released)) renameSync(released, join(folder, `doubted ${unit} ${attempt}`))
}
