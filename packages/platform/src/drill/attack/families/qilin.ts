import type { AttackMode } from '../attack-mode.ts'
import { aesCtr, chaCha20Running, type Cipher } from '../engine/ciphers.ts'
import { fixedFooter } from '../engine/footers.ts'
import { inPlaceMode, type InPlaceFamily } from '../engine/in-place.ts'
import { letters, lowercase, uppercase } from '../engine/keys.ts'
import { appended } from '../engine/names.ts'
import { clipped, every, mebibyte } from '../engine/ranges.ts'
import { textNote } from '../notes.ts'

/** 512, 8 and 30 bytes: key, size, and a line that says where the ciphertext ends. */
const qilinFooter = fixedFooter(550, { ending: Buffer.from('\r\n-----END CIPHERTEXT BLOCK-----'.slice(-30)) })

/** One chunk that counts twice, with two keys: the settings may name several passes. */
const twice: Cipher = {
  encrypt(bytes, ranges, seed) {
    aesCtr.encrypt(bytes, ranges, `first ${seed}`)
    chaCha20Running.encrypt(bytes, ranges, `second ${seed}`)
  },
  decrypt(bytes, ranges, seed) {
    chaCha20Running.decrypt(bytes, ranges, `second ${seed}`)
    aesCtr.decrypt(bytes, ranges, `first ${seed}`)
  },
}

/** Qilin, also called Agenda. The names of the modes n, p and f come from secondary sources. */
export const qilin: readonly AttackMode[] = [
  qilinMode('qilin-skip-step', 'intermittent', (size) => every(size, 24_000, 8000)),
  qilinMode('qilin-percent', 'intermittent', (size) =>
    every(size, Math.max(1, Math.ceil(size / 5)), Math.max(1, Math.ceil(size / 20))),
  ),
  qilinMode('qilin-fast', 'head', (size) => clipped(size, [[0, mebibyte / 4]])),
  qilinMode('qilin-twice', 'intermittent', (size) => every(size, 3 * 65_536, 65_536), twice),
]

function qilinMode(
  name: string,
  group: AttackMode['group'],
  ranges: InPlaceFamily['ranges'],
  cipher: Cipher = chaCha20Running,
): AttackMode {
  const id = (campaign: string) => letters(10, lowercase + uppercase, `qilin ${campaign}`)
  return inPlaceMode({
    name,
    group,
    ranges,
    cipher,
    footer: qilinFooter,
    rename: appended(id),
    note: (campaign) => textNote(`README-RECOVER-${id(campaign)}.txt`, 'the chat'),
  })
}
