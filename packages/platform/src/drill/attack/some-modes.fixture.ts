import { type AttackMode, attackModes } from './index.ts'

function mode(name: string): AttackMode {
  const found = attackModes.find((one) => one.name === name)
  if (found === undefined) throw new Error(`the library has no mode ${name}`)
  return found
}

export const full = mode('full')
export const akira = mode('akira-50')
export const conti = mode('conti-20')
export const basta = mode('basta-2023')
export const lockFile = mode('lockfile')
export const djvu = mode('djvu')
export const hive = mode('hive-6')
export const lockBitHead = mode('lockbit2-head')

/** One mode of every geometry: all, spots, stripes, a head, a head that is kept; with and without a footer. */
export const someModes: readonly AttackMode[] = [full, akira, conti, basta, lockFile, djvu, hive, lockBitHead]

/** A file's bytes after a mode. `place` separates the keystreams of files. What the mode leaves alone stays as it was. */
export function lock(mode: AttackMode, plain: Uint8Array, place: string): Buffer {
  return mode.encrypt(plain, place, 'tests')?.bytes ?? Buffer.from(plain)
}
