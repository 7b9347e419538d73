import { basename, dirname } from 'node:path'

import { posixCalls, type PosixCalls } from '@anlauf/repository'

import { holdBelow, type HeldFolder, holdFolder } from './held-folder.ts'
import { directoryOf, nameIn, type Place, stepsTo } from './unit-folder.ts'

/**
 * The directories into which a batch is written, each opened once: on the way to a small file, opening and closing
 * them one after the other costs more than writing it. Directories that are missing are made, private.
 */
export interface HeldPlaces extends Disposable {
  /** A unit's folder; held until the end. Throws like `holdFolder`. */
  unit(folder: string): HeldFolder
  /** How an open file gets its name; undefined where there is no such call. */
  readonly linkByHandle: PosixCalls['linkByHandle']
  /** Where an item lies; valid until the next call for another one. Throws like `holdPlace`. */
  at(folder: string, item: Place): HeldPlace
}

export interface HeldPlace {
  readonly directory: Buffer
  readonly entry: Buffer
}

/** Besides the files of the staging folder, within the 1024 that are still common. */
const maxHeld = 128

export function holdPlaces(calls: Pick<PosixCalls, 'linkByHandle'> = posixCalls): HeldPlaces {
  const units = new Map<string, HeldFolder>()
  const below = new Map<string, HeldFolder>()
  /** The same by what items say of their directory: most lie where the one before does. */
  const asked = new Map<string, { readonly held: HeldFolder; readonly path: Buffer }>()
  let last: { readonly folder: string; readonly item: Place; readonly place: HeldPlace } | undefined

  function unit(folder: string): HeldFolder {
    const known = units.get(folder)
    if (known !== undefined) return known
    const held = holdFolder(dirname(folder), [Buffer.from(basename(folder))], 'make')
    units.set(folder, held)
    return held
  }
  function hold(folder: string, names: readonly Buffer[]): HeldFolder {
    const last = names.at(-1)
    if (last === undefined) return unit(folder)
    // Neither folders nor names have a NUL.
    const key = [folder, ...names.map((name) => name.toString('latin1'))].join('\0')
    const known = below.get(key)
    if (known !== undefined) return known
    const held = holdBelow(hold(folder, names.slice(0, -1)), last, 'make')
    below.set(key, held)
    return held
  }
  function letGo(): void {
    for (const held of below.values()) held[Symbol.dispose]()
    below.clear()
    asked.clear()
    last = undefined
  }
  function directory(folder: string, item: Place): { readonly held: HeldFolder; readonly path: Buffer } {
    // Neither folders nor names have a NUL.
    const key = `${folder}\0${item.host}\0${directoryOf(item)}`
    const known = asked.get(key)
    if (known !== undefined) return known
    const held = hold(folder, stepsTo(item).names)
    const one = { held, path: held.entry('.') }
    asked.set(key, one)
    return one
  }
  return {
    linkByHandle: calls.linkByHandle,
    unit,
    at(folder, item) {
      if (last?.item === item && last.folder === folder) return last.place
      if (below.size > maxHeld) letGo()
      const { held, path } = directory(folder, item)
      const place = { directory: path, entry: held.entry(nameIn(item)) }
      last = { folder, item, place }
      return place
    },
    [Symbol.dispose]() {
      letGo()
      for (const held of units.values()) held[Symbol.dispose]()
      units.clear()
    },
  }
}
