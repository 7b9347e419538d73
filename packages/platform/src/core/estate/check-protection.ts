import type { Copy, Estate } from './model.ts'
import { nearest } from './nearest.ts'
import { problem, type Reading } from './shape.ts'

/** Layers that lead nowhere, or that say too little to be made. Without `protection` nothing is demanded. */
export function checkProtection(reading: Reading, estate: Estate): void {
  const { copies } = estate.protection
  if (copies.length === 0) return
  const ids = copies.map(({ id }) => id)
  const refer = (path: string, what: string, id: string, known: readonly string[]): void => {
    if (known.includes(id)) return
    const guess = nearest(id, known)
    const hint = guess === undefined ? `Known: ${known.join(', ')}.` : `Did you mean "${guess}"?`
    problem(reading, undefined, path, `there is no ${what} "${id}"`, hint)
  }
  estate.datasets.forEach((dataset, at) =>
    dataset.copies.forEach((id, n) => refer(`datasets[${at}].copies[${n}]`, 'copy', id, ids)),
  )
  copies.forEach((copy, at) => {
    const path = `protection.copies[${at}]`
    if (copy.from !== undefined) refer(`${path}.from`, 'copy', copy.from, ids)
    if (copy.runsOn !== undefined)
      refer(
        `${path}.runsOn`,
        'system',
        copy.runsOn,
        estate.systems.map(({ id }) => id),
      )
    for (const { message, hint } of gapsOf(copy, copies)) problem(reading, undefined, path, message, hint)
  })
}

/** What a copy of its kind needs, and what makes no sense on it. */
function gapsOf(copy: Copy, copies: readonly Copy[]): { message: string; hint: string }[] {
  const gaps: { message: string; hint: string }[] = []
  const add = (message: string, hint: string): void => void gaps.push({ message, hint })
  const { id, kind, from, runsOn, location, passwordFile, keep, to } = copy
  const isFirst = kind === 'local' || kind === 'vault'
  if (isFirst && from !== undefined)
    add(`"${id}" is backed up to, it has no "from"`, 'Make it off-site or offline, or leave "from" out.')
  if (!isFirst && from === undefined)
    add(`"${id}" does not say which copy it is made from`, 'Add "from: ID" of a vault or local copy.')
  if (!isFirst && runsOn === undefined)
    add(`"${id}" does not say which system makes it`, 'Add "runsOn: SYSTEM".')
  if (kind !== 'offline' && (location === undefined || passwordFile === undefined))
    add(`"${id}" is a repository without a place or a password`, 'Add "location" and "passwordFile".')
  if (kind === 'offline' && to === undefined)
    add(`"${id}" has no medium`, 'Add "to": the folder where the disk is mounted, or the tape drive.')
  if (kind === 'vault' && keep !== undefined)
    add(
      `"${id}" is a vault: it forgets nothing by itself`,
      'Leave "keep" out; "anlauf vault plan" with two signatures is the way.',
    )
  if (kind === 'offline' && keep !== undefined)
    add(
      `"${id}" is offline: nothing can be forgotten on it`,
      'Leave "keep" out; old sets are destroyed by hand.',
    )
  const source = copies.find((other) => other.id === from)
  if (source?.kind === 'offline')
    add(`"${id}" is made from "${source.id}", which is offline`, 'Make it from a vault or local copy.')
  if (source !== undefined && source.id === id) add(`"${id}" is made from itself`, 'Name another copy.')
  return gaps
}
