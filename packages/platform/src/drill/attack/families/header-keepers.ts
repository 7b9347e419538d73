import type { AttackMode } from '../attack-mode.ts'
import { fixedFooter } from '../engine/footers.ts'
import { inPlaceMode } from '../engine/in-place.ts'
import { letters, lowercase } from '../engine/keys.ts'
import { appended } from '../engine/names.ts'
import { clipped, every } from '../engine/ranges.ts'
import { textNote } from '../notes.ts'

/** STOP/Djvu (from secondary sources): the first 150 KB, but the first five bytes stay. */
const djvu = inPlaceMode({
  name: 'djvu',
  group: 'header-kept',
  footer: fixedFooter(334, { ending: Buffer.from('{36A698B9-D67C-4E07-BE82-0EC5B14B4DF5}') }),
  ranges: (size) => clipped(size, [[5, 0x25800 - 5]]),
  rename: appended((campaign) => letters(4, lowercase, `djvu ${campaign}`)),
  note: () => textNote('_readme.txt', 'mail'),
})

/** What a family could do next: keep 4 KiB, or 64, and leave the name alone. No family of the table does it. */
const keepers = [512, 4096, 65_536].map((kept) =>
  inPlaceMode({
    name: `keep-first-${kept}`,
    group: 'header-kept',
    ranges: (size) => (size > kept ? clipped(size, [[kept, size]]) : undefined),
  }),
)

/** The pilot's mid-file modes: a share of the file from its middle on, no footer, no new name. */
const midFile = [2, 10, 25].map((percent) =>
  inPlaceMode({
    name: `mid-file-${percent}`,
    group: 'mid-file',
    ranges: (size) => {
      const length = Math.floor((size * percent) / 100)
      return length < 64 ? undefined : clipped(size, [[Math.floor((size - length) / 2), length]])
    },
  }),
)

/** Three pieces away from both ends, which a look at head and tail misses. */
const midSpots = inPlaceMode({
  name: 'mid-file-spots',
  group: 'mid-file',
  ranges: (size) => {
    const length = Math.floor(size / 20)
    if (length < 64) return undefined
    return clipped(
      size,
      [0.25, 0.5, 0.75].map((place) => [Math.floor(size * place), length] as const),
    )
  },
})

/** The pilot's interleaved mode: 4 KiB of every 40. */
const sparse = inPlaceMode({
  name: 'four-of-forty',
  group: 'intermittent',
  ranges: (size) => every(size, 40_960, 4096),
})

export const headerKeepers: readonly AttackMode[] = [djvu, ...keepers, ...midFile, midSpots, sparse]
