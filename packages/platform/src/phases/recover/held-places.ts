import { basename, dirname } from 'node:path'

import { holdBelow, type HeldFolder, holdFolder } from './held-folder.ts'
import { type Place, stepsTo } from './unit-folder.ts'

/**
 * The directories into which a batch is written, each opened once: on the way to a small file, opening and closing
 * them one after the other costs more than writing it. Directories that are missing are made, private.
 */
export interface HeldPlaces extends Disposable {
  /** A unit's folder; held until the end. Throws like `holdFolder`. */
  unit(folder: string): HeldFolder
  /** Where an item lies; valid until the next call. Throws like `holdPlace`. */
  entry(folder: string, item: Place): Buffer
}

/** Besides the files of the staging folder, within the 1024 that are still common. */
const maxHeld = 128

export function holdPlaces(): HeldPlaces {
  const units = new Map<string, HeldFolder>()
  const below = new Map<string, HeldFolder>()

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
  }
  return {
    unit,
    entry(folder, item) {
      if (below.size > maxHeld) letGo()
      const { names, name } = stepsTo(item)
      return hold(folder, names).entry(name)
    },
    [Symbol.dispose]() {
      letGo()
      for (const held of units.values()) held[Symbol.dispose]()
      units.clear()
    },
  }
}
