import { basename, dirname, extname, join } from 'node:path'

import { letters } from './keys.ts'

/** How a family names what it encrypted; the folder stays. */
export type Rename = (path: string, campaign: string) => string

export const keepName: Rename = (path) => path

/** `offer.docx` → `offer.docx.akira`. */
export function appended(ending: string | ((campaign: string) => string)): Rename {
  return (path, campaign) => `${path}.${typeof ending === 'string' ? ending : ending(campaign)}`
}

/** `offer.docx` → `offer.7z`: the ending goes. */
export function replacedEnding(ending: string): Rename {
  return (path) => `${path.slice(0, path.length - extname(path).length)}.${ending}`
}

/** `offer.docx` → `kQ3xZpa.hLjs8kQzT`: nothing of the name stays. */
export function replacedName(alphabet: string, length: number, ending: (campaign: string) => string): Rename {
  return (path, campaign) =>
    join(
      dirname(path),
      `${letters(length, alphabet, `name ${campaign} ${basename(path)}`)}.${ending(campaign)}`,
    )
}

/** Lower-case ending without the dot. */
export function endingOf(path: string): string {
  return extname(path).slice(1).toLowerCase()
}
