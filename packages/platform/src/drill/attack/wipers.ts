import type { AttackMode } from './attack-mode.ts'
import { noise } from './engine/keys.ts'

/** What destroys and keeps nothing: no way back, whatever anybody pays. */
export const wipers: readonly AttackMode[] = [
  wiper('wipe-zeros', (plain) => Buffer.alloc(plain.length)),
  wiper('wipe-ones', (plain) => Buffer.alloc(plain.length, 0xff)),
  wiper('wipe-random', (plain, seed) => noise(plain.length, seed)),
  wiper('wipe-short-period', (plain) => Buffer.alloc(plain.length, Buffer.from('deadbeef', 'hex'))),
  wiper('wipe-long-period', (plain, seed) => Buffer.alloc(plain.length, noise(4096, seed))),
  wiper('wipe-text', (plain) => Buffer.alloc(plain.length, 'there is nothing here any more\n')),
  wiper('wipe-head', (plain) => Buffer.from(plain).fill(0, 0, Math.min(plain.length, 65_536))),
  wiper('wipe-random-head', (plain, seed) => {
    const bytes = Buffer.from(plain)
    noise(Math.min(plain.length, 65_536), seed).copy(bytes)
    return bytes
  }),
  wiper('wipe-truncate', (plain) => Buffer.from(plain.subarray(0, Math.floor(plain.length / 4)))),
  wiper('wipe-empty', () => Buffer.alloc(0)),
]

function wiper(name: string, destroy: (plain: Uint8Array, seed: string) => Buffer): AttackMode {
  return {
    name,
    group: 'destroyed',
    kind: 'destroyed',
    encrypt: (plain, path, campaign) =>
      plain.length === 0 ? undefined : { path, bytes: destroy(plain, `${name} ${campaign} ${path}`) },
  }
}
