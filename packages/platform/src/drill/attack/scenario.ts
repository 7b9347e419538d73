import { filesBelow } from '../days/files-below.ts'
import { areaOf, type EstateFolder } from '../estate-folder.ts'
import { liveDatabase } from '../groups/live-database.ts'
import type { Random } from '../random.ts'
import type { AttackMode } from './attack-mode.ts'
import { attackModes } from './attack-modes.ts'
import { type Campaign, playCampaign } from './campaign.ts'
import type { Hit } from './player.ts'

/** The night on which everything is hit, and the nights before it on which some tenants already bleed slowly. */
export interface AttackPlan {
  readonly bigNight: number
  readonly slowNights: readonly number[]
}

export interface NightResult {
  readonly hits: readonly Hit[]
  readonly notes: readonly string[]
}

/** Files that slow attackers pick: what an office cannot do without. */
const officeFile = /\.(?:docx|xlsx|pptx|odt|pdf|png|jpg|txt|eml|sqlite)$|\/(?:cur|new)\//
const filesPerSlowNight = 3

/** One campaign against one data set of a tenant. */
interface Strike extends Campaign {
  readonly dataset: string
  /** Only what an office cannot do without; default: everything. */
  readonly officeFilesOnly?: boolean
  readonly only?: RegExp
}

const renaming = { shape: 'in-place', order: 'as-listed', notes: 'after' } as const
const silent = { shape: 'in-place', order: 'random', notes: 'none', keepsNames: true } as const

/**
 * The four attackers of the big night; with more tenants they come again. The first appends endings and leaves
 * notes, the second replaces names and interleaves, the third keeps names, headers and times, the fourth lets
 * honest programs encrypt and writes base64.
 */
const bigNights: readonly (readonly Strike[])[] = [
  [
    { ...renaming, name: 'akira', dataset: 'documents', modes: named('akira-20', 'akira-50') },
    {
      ...renaming,
      name: 'conti',
      dataset: 'share',
      modes: named('conti-20', 'conti-full'),
      order: 'deepest-first',
    },
    { ...renaming, name: 'medusa', dataset: 'databases', modes: named('medusalocker-full'), notes: 'before' },
    {
      ...renaming,
      name: 'qilin',
      dataset: 'mailstore',
      modes: named('qilin-skip-step'),
      shape: 'rename-first',
    },
  ],
  [
    {
      ...renaming,
      name: 'basta',
      dataset: 'documents',
      modes: named('basta-2023'),
      shape: 'new-then-delete',
    },
    {
      ...renaming,
      name: 'lockbit',
      dataset: 'share',
      modes: named('lockbit3-full', 'lockbit3-spaced'),
      shape: 'new-then-delete',
    },
    { ...renaming, name: 'play', dataset: 'databases', modes: named('play'), shape: 'truncate-and-write' },
    {
      ...renaming,
      name: 'wannacry',
      dataset: 'mailstore',
      modes: named('wannacry'),
      shape: 'overwrite-twice',
    },
  ],
  [
    {
      ...silent,
      name: 'hive',
      dataset: 'documents',
      modes: named('hive-6', 'djvu', 'lockbit2-head'),
      officeFilesOnly: true,
      timestomps: true,
    },
    {
      ...silent,
      name: 'hunters',
      dataset: 'mailstore',
      modes: named('djvu', 'hunters-1'),
      officeFilesOnly: true,
    },
    {
      ...silent,
      name: 'hive',
      dataset: 'databases',
      modes: named('hive-6', 'mid-file-25'),
      officeFilesOnly: true,
    },
  ],
  [
    { ...renaming, name: 'qlocker', dataset: 'documents', modes: named('qlocker'), shape: 'new-then-delete' },
    {
      ...silent,
      name: 'text',
      dataset: 'mailstore',
      modes: named('base64-full', 'hex-full', 'base64-lines'),
      officeFilesOnly: true,
    },
    { ...renaming, name: 'bash', dataset: 'databases', modes: named('openssl'), shape: 'new-then-delete' },
  ],
]

/** The last slow night also takes the first bleeding tenant's live database, and leaves its log as the day made it. */
const databaseStrike: Strike = {
  ...silent,
  name: 'slow',
  dataset: 'databases',
  modes: named('full'),
  only: new RegExp(`/${RegExp.escape(liveDatabase)}$`),
}

/** What the slow attackers do to their few files a night: the name stays, and there is no note. */
const slowStrikes: readonly Strike[] = [
  { ...silent, name: 'slow', dataset: 'documents', modes: named('full', 'base64-full', 'hive-6') },
  {
    ...silent,
    name: 'slow',
    dataset: 'documents',
    modes: named('full', 'graft-png', 'ecb-full'),
    timestomps: true,
  },
]

/** Plays one night. Tenants from the third on bleed slowly before the big night comes for all. */
export function playAttackNight(
  estate: EstateFolder,
  plan: AttackPlan,
  night: { day: number; at: Date; random: Random; signal: AbortSignal },
): NightResult {
  const result: { hits: Hit[]; notes: string[] } = { hits: [], notes: [] }
  estate.tenants.forEach((tenant, place) => {
    night.signal.throwIfAborted()
    const random = night.random.fork(`attack/${night.day}/${tenant.id}`)
    const attacker = { estate, tenant: tenant.id, random, at: night.at, result }
    if (night.day === plan.bigNight) {
      for (const strike of bigNights[place % bigNights.length] ?? []) play(attacker, strike)
    } else if (place >= 2 && plan.slowNights.includes(night.day)) {
      const strike = slowStrikes[place % slowStrikes.length]
      if (strike !== undefined) play(attacker, strike, filesPerSlowNight)
      if (place === 2 && night.day === plan.slowNights.at(-1)) play(attacker, databaseStrike)
    }
  })
  return result
}

interface Attacker {
  readonly estate: EstateFolder
  readonly tenant: string
  readonly random: Random
  readonly at: Date
  readonly result: { hits: Hit[]; notes: string[] }
}

/** A strike over a data set, to its end or to `limit` files, which are office files then. */
function play(attacker: Attacker, strike: Strike, limit = Infinity): void {
  const { estate, tenant, random, at, result } = attacker
  const all = filesBelow(areaOf(estate, tenant, strike.dataset))
  const isPicky = strike.officeFilesOnly === true || limit < Infinity
  const wanted = strike.only ?? (isPicky ? officeFile : /^/)
  const files = all.filter((path) => wanted.test(path))
  const campaign = { ...strike, name: `${strike.name} ${tenant}` }
  let hits = 0
  for (const step of playCampaign(estate.root, files, campaign, { random, at })) {
    if ('note' in step) result.notes.push(step.note)
    else {
      result.hits.push(step.hit)
      hits += 1
    }
    if (hits >= limit) return
  }
}

function named(...names: string[]): readonly AttackMode[] {
  return names.map((name) => {
    const mode = attackModes.find((one) => one.name === name)
    if (mode === undefined) throw new RangeError(`no attack mode ${name}`)
    return mode
  })
}
