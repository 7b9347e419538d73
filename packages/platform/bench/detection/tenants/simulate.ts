import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { initRepository, localStorage } from '@anlauf/repository'

import { attackModes } from '../../../src/drill/attack/index.ts'
import { seededRandom } from '../../../src/drill/random.ts'
import { detectHistory, type HistoryReport } from '../../../src/phases/detect/index.ts'
import { archetypes, type Files, foundTenant } from './archetypes.ts'
import { type Attack, chooseAttack, strike, type Strike } from './attack.ts'
import { liveDay } from './day.ts'
import { hardDays } from './hard-days.ts'
import { backUp, layOut } from './nights.ts'

/** One simulated tenant: `month` lives thirty honest nights, `attack` is hit on one of them. */
export interface Plan {
  readonly kind: 'month' | 'attack'
  readonly seed: number
  readonly number: number
}

/** What really happened, and what the detector says of it. */
export interface Story {
  readonly plan: Plan
  readonly archetype: string
  readonly attack: Attack | undefined
  /** Ids of the snapshots by night. */
  readonly snapshots: readonly string[]
  /** Paths with ciphertext, by night. */
  readonly encrypted: readonly ReadonlySet<string>[]
  readonly strikes: readonly Strike[]
  readonly notes: readonly string[]
  /** Hard days of the month, by night. */
  readonly hard: ReadonlyMap<number, string>
  readonly report: HistoryReport
  /** The newest night up to `night` whose snapshot holds the path. */
  readonly held: (path: string, night: number) => number | undefined
}

const monthNights = 30
const quietNightsAfter = 1
/** A hard day every third night: a month meets ten of them. */
const hardShare = 1 / 3

/** Plays a plan in a folder of its own below `work` and asks the detector. Equal plans give equal stories. */
export async function simulate(
  plan: Plan,
  { work, signal }: { work: string; signal: AbortSignal },
): Promise<Story> {
  const random = seededRandom(plan.seed).fork(`${plan.kind}/${plan.number}`)
  const round = Math.floor(plan.number / attackModes.length)
  const mode = attackModes[plan.number % attackModes.length]
  const archetype = archetypes[((plan.number % attackModes.length) + round) % archetypes.length]
  if (archetype === undefined || mode === undefined) throw new RangeError('no archetype or mode')
  const attack = plan.kind === 'attack' ? chooseAttack(mode, random.fork('attack')) : undefined
  const nights = attack === undefined ? monthNights : attack.firstNight + attack.nights + quietNightsAfter
  const campaign = `${random.fork('campaign').bytes(3).toString('hex')}x`
  const folder = mkdtempSync(join(work, 'tenant-'))
  try {
    const repository = await initRepository(localStorage(join(folder, 'repository')), {
      password: 'simulation',
      kdf: { N: 1024, r: 8, p: 1 },
    })
    const home = join(folder, 'root', 'srv')
    mkdirSync(home, { recursive: true })
    const files = await foundTenant(archetype, random.fork('found'))
    const told = {
      snapshots: [] as string[],
      encrypted: [] as Set<string>[],
      strikes: [] as Strike[],
      notes: [] as string[],
    }
    const hard = new Map<number, string>()
    const paths: Set<string>[] = []
    const hidden = new Set<string>()
    let before: Files = new Map()
    let deleted: Files = new Map()
    for (let night = 0; night < nights; night += 1) {
      signal.throwIfAborted()
      const today = random.fork(`night/${night}`)
      if (night > 0) await liveDay(archetype, files, { random: today, night, untouchable: hidden })
      if (attack === undefined && night > 1 && today.chance(hardShare)) {
        // Somebody notices a deleted tree and has it restored.
        for (const [path, bytes] of deleted) if (!files.has(path)) files.set(path, bytes)
        const one = today.pick(hardDays)
        const held = new Map(files)
        await one.apply(files, today)
        deleted =
          one.name === 'tree-deleted' ? new Map([...held].filter(([path]) => !files.has(path))) : new Map()
        hard.set(night, one.name)
      }
      layOut(home, before, files, { night, strikes: [], inPlace: false, timestomps: false })
      if (attack !== undefined) {
        before = new Map(files)
        const { strikes, notes } = strike(attack, files, hidden, { random: today, night, campaign })
        for (const { newPath } of strikes) hidden.add(newPath)
        for (const path of notes) hidden.add(path)
        told.strikes.push(...strikes)
        told.notes.push(...notes)
        layOut(home, before, files, {
          night,
          strikes,
          inPlace: attack.inPlace,
          timestomps: attack.timestomps,
        })
      }
      before = new Map(files)
      paths.push(new Set(files.keys()))
      told.snapshots.push(
        await backUp(repository, { root: join(folder, 'root'), host: 'tenant', night, signal }),
      )
      told.encrypted.push(new Set(told.strikes.map(({ newPath }) => newPath)))
    }
    const report = await detectHistory(repository, { signal })
    const held = (path: string, night: number): number | undefined => {
      const newest = paths.slice(0, night + 1).findLastIndex((there) => there.has(path))
      return newest < 0 ? undefined : newest
    }
    return { plan, archetype: archetype.name, attack, ...told, hard, report, held }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
