import { deflateRawSync, inflateRawSync } from 'node:zlib'

import type { AttackMode } from '../attack-mode.ts'
import { aesEcb, type Cipher, reusedKeystream } from '../engine/ciphers.ts'
import { inPlaceMode } from '../engine/in-place.ts'
import { clipped } from '../engine/ranges.ts'
import { underStream, wholeFileMode } from '../engine/whole-file.ts'

/** Whole files, in place, with ciphers whose output repeats: what a test for uniform bytes misses. */
export const repeating: readonly AttackMode[] = [
  repeatingMode('ecb-full', aesEcb),
  repeatingMode('xor-32', reusedKeystream(32)),
  repeatingMode('reused-256', reusedKeystream(256)),
  repeatingMode('reused-4096', reusedKeystream(4096)),
  repeatingMode('reused-65536', reusedKeystream(65_536)),
]

/** Everything without a trace but the content: in place; and compressed first, so that the size shrinks. */
export const plainFull: readonly AttackMode[] = [
  inPlaceMode({ name: 'full', group: 'full', ranges: (size) => clipped(size, [[0, size]]) }),
  wholeFileMode({
    name: 'compressed-full',
    group: 'full',
    wrap: (plain, seed) => underStream(deflateRawSync(plain), seed),
    unwrap: (bytes, seed) => inflateRawSync(underStream(bytes, seed)),
  }),
]

/** The whole blocks of electronic code book; a rest of fewer than 16 bytes stays. */
function repeatingMode(name: string, cipher: Cipher): AttackMode {
  return inPlaceMode({
    name,
    group: 'repeating',
    cipher,
    ranges: (size) => (size < 16 ? undefined : clipped(size, [[0, size]])),
  })
}
