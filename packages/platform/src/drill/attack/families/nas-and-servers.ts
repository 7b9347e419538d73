import type { AttackMode } from '../attack-mode.ts'
import { aesCtr, chaCha20Running } from '../engine/ciphers.ts'
import { fixedFooter } from '../engine/footers.ts'
import { inPlaceMode } from '../engine/in-place.ts'
import { appended } from '../engine/names.ts'
import { clipped, every, mebibyte, spots } from '../engine/ranges.ts'
import { htmlNote, textNote } from '../notes.ts'

/** Families that aim at hypervisors and storage: few large pieces of large files. */
export const nasAndServers: readonly AttackMode[] = [
  inPlaceMode({
    name: 'inc',
    group: 'intermittent',
    cipher: aesCtr,
    footer: fixedFooter(35, { ending: Buffer.from('INC') }),
    ranges: (size) => every(size, 3_000_000, 1_000_000),
    rename: appended('INC'),
    note: () => htmlNote('INC-README.html', 'the portal'),
  }),
  inPlaceMode({
    name: 'babuk-esxi',
    group: 'full',
    footer: fixedFooter(32),
    ranges: (size) => clipped(size, [[0, 512 * mebibyte]]),
    rename: appended('babyk'),
    note: () => textNote('How To Restore Your Files.txt', 'the chat'),
  }),
  inPlaceMode({
    name: 'babuk-nas',
    group: 'head',
    cipher: chaCha20Running,
    footer: fixedFooter(38, { ending: Buffer.from('abbccddeeff0', 'hex') }),
    ranges: (size) =>
      size <= 20 * mebibyte
        ? clipped(size, [[0, 4 * mebibyte]])
        : spots(size, Math.floor(size / (10 * mebibyte)), 10 * mebibyte, mebibyte),
    rename: appended('babyk'),
    note: () => textNote('How To Restore Your Files.txt', 'the chat'),
  }),
  // Unverified: 1 MB on and so many off that about 1 % of files over 128 MB is encrypted; smaller ones as a whole.
  inPlaceMode({
    name: 'esxiargs',
    group: 'full',
    footer: fixedFooter(512),
    ranges(size) {
      if (size <= 128_000_000) return clipped(size, [[0, size]])
      const step = Math.max(1, Math.floor(size / 1_000_000 / 100) - 1)
      return every(size, (step + 1) * 1_000_000, 1_000_000)
    },
    note: () => htmlNote('ransom.html', 'the chat'),
  }),
  // From secondary sources: percent of files over 5.245 MB; the equal parts are unverified.
  ...[20, 50].map((percent) =>
    inPlaceMode({
      name: `royal-${percent}`,
      group: 'full',
      footer: fixedFooter(528),
      ranges(size) {
        if (size <= 5_245_000) return clipped(size, [[0, size]])
        const part = Math.floor(size / 20)
        return every(size, part, Math.floor((part * percent) / 100))
      },
      rename: appended('royal'),
      note: () => textNote('README.TXT', 'the portal'),
    }),
  ),
]
