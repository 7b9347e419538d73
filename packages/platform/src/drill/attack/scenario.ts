import { basename, dirname, extname } from 'node:path'

import { filesBelow } from '../days/benign-day.ts'
import { areaOf, type EstateFolder } from '../estate-folder.ts'
import type { Random } from '../random.ts'
import { akira, basta, conti, djvu, full, type Geometry, hive, lockBitHead, lockFile } from './geometry.ts'
import { noteFor } from './notes.ts'
import { type Hit, leaveNote, lockFileOf } from './player.ts'

/** The night on which everything is hit, and the nights before it on which one tenant already bleeds slowly. */
export interface AttackPlan {
  readonly bigNight: number
  readonly slowNights: readonly number[]
}

export interface NightResult {
  readonly hits: readonly Hit[]
  readonly notes: readonly string[]
}

/** Files that slow attackers pick: what an office cannot do without. */
const officeFile = /\.(?:docx|xlsx|pptx|odt|pdf|png|jpg|txt|eml|sqlite)$/
const filesPerSlowNight = 3

/**
 * Plays one night. The first tenant is hit by renaming geometries with notes, the second by intermittent
 * and keystream-reusing ones under replaced names, every further tenant low and slow first and then by
 * header-keeping ones without a new name.
 */
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
    if (night.day === plan.bigNight) bigNight(attacker, place)
    else if (place >= 2 && plan.slowNights.includes(night.day)) slowNight(attacker)
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

function bigNight(attacker: Attacker, place: number): void {
  if (place === 0) {
    renameAll(attacker, 'documents', akira, 'akira')
    renameAll(attacker, 'share', conti, 'akira')
    renameAll(attacker, 'databases', full, 'akira')
  } else if (place === 1) {
    replaceNames(attacker, 'documents', basta)
    replaceNames(attacker, 'share', lockFile)
    replaceNames(attacker, 'mailstore', full)
  } else {
    inPlace(attacker, 'documents', [hive, djvu, lockBitHead])
    inPlace(attacker, 'mailstore', [djvu, hive])
    inPlace(attacker, 'databases', [hive])
  }
}

/** A few files, no new name, no note: what no count threshold notices. */
function slowNight(attacker: Attacker): void {
  const { estate, tenant, random, at, result } = attacker
  const files = filesBelow(areaOf(estate, tenant, 'documents')).filter(
    (path) => officeFile.test(path) && !result.hits.some((hit) => hit.path === path),
  )
  for (const path of random.shuffled(files).slice(0, filesPerSlowNight)) {
    result.hits.push(lockFileOf(estate.root, path, { geometry: full, shape: 'in-place', at }))
  }
}

function renameAll(attacker: Attacker, dataset: string, geometry: Geometry, extension: string): void {
  const { estate, tenant, at, result } = attacker
  const folders = new Set<string>()
  for (const path of filesBelow(areaOf(estate, tenant, dataset))) {
    const newName = `${basename(path)}.${extension}`
    result.hits.push(lockFileOf(estate.root, path, { geometry, shape: 'in-place', newName, at }))
    folders.add(dirname(path))
  }
  for (const folder of folders)
    result.notes.push(leaveNote(estate.root, folder, noteFor('akira', extension), at))
}

/** LockBit's habit: the whole name is replaced, the ending is nine letters that name the campaign. */
function replaceNames(attacker: Attacker, dataset: string, geometry: Geometry): void {
  const { estate, tenant, random, at, result } = attacker
  const extension = 'hLjs8kQzT'
  const folders = new Set<string>()
  for (const path of filesBelow(areaOf(estate, tenant, dataset))) {
    const newName = `${random.bytes(5).toString('hex')}.${extension}`
    result.hits.push(lockFileOf(estate.root, path, { geometry, shape: 'new-then-delete', newName, at }))
    folders.add(dirname(path))
  }
  for (const folder of folders)
    result.notes.push(leaveNote(estate.root, folder, noteFor('lockbit', extension), at))
}

function inPlace(attacker: Attacker, dataset: string, geometries: readonly Geometry[]): void {
  const { estate, tenant, random, at, result } = attacker
  for (const path of filesBelow(areaOf(estate, tenant, dataset))) {
    if (!officeFile.test(extname(path))) continue
    const geometry = random.pick(geometries)
    result.hits.push(lockFileOf(estate.root, path, { geometry, shape: 'in-place', at }))
  }
}
