import { cadenceOf } from '../cadence.ts'
import { claimsInForce, type Desk } from '../desk.ts'
import type { Estate } from '../../estate/index.ts'
import { frameWords, messages, momentText } from '../../messages/index.ts'
import type { Part } from './content.ts'
import type { Reached } from './told.ts'

/** What the closing report says from records: times, the claims as they ended, promises, what was corrected. */
export function closingParts(
  desk: Desk,
  {
    estate,
    now,
    reached,
  }: { readonly estate: Estate; readonly now: Date; readonly reached?: Reached | undefined },
): readonly Part[] {
  const part = (name: string, write: (language: 'de' | 'en') => string): Part => ({
    part: name,
    text: { de: write('de'), en: write('en') },
  })
  return [
    part('timeline', (language) => timeline(desk, estate, language)),
    // Where nobody was written to by name, there is nothing to count.
    ...(reached?.first === undefined
      ? []
      : [part('told', (language) => customersTold(reached, estate, language))]),
    part('claims', (language) => claims(desk, language)),
    part('promises', (language) => promises(desk, now, language)),
    part('superseded', (language) => superseded(desk, language)),
  ]
}

function timeline({ case: state, published }: Desk, estate: Estate, language: 'de' | 'en'): string {
  const words = messages[language]
  const shown = (iso: string): string => momentText(words, estate.provider.tz, iso)
  const released = [...state.units.values()].flatMap(({ released: one }) => one?.at ?? []).toSorted()
  const total = state.units.size
  const moments: readonly (readonly [string | undefined, string])[] = [
    [state.declaredAt, words.declared],
    [published[0]?.at, words.update(1)],
    [state.isolation?.at, words.isolated],
    [released[0], words.released(1, 1, total)],
    [released.length > 1 ? released.at(-1) : undefined, words.released(1, released.length, total)],
  ]
  return moments
    .flatMap(([at, what]) => (at === undefined ? [] : [{ at, line: `${shown(at)}: ${what}` }]))
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ line }) => line)
    .join('\n')
}

function customersTold(reached: Reached, estate: Estate, language: 'de' | 'en'): string {
  const shown = (iso = ''): string => momentText(messages[language], estate.provider.tz, iso)
  return frameWords[language].told({ ...reached, from: shown(reached.first), to: shown(reached.last) })
}

function claims(desk: Desk, language: 'de' | 'en'): string {
  return [...claimsInForce(desk).values()].map(({ wording }) => wording[language]).join('\n')
}

function promises(desk: Desk, now: Date, language: 'de' | 'en'): string {
  const { kept, missed } = cadenceOf(desk, now)
  return frameWords[language].promises(Math.max(0, kept), missed)
}

function superseded({ published }: Desk, language: 'de' | 'en'): string {
  const lines = published.flatMap(({ number, corrects }) =>
    corrects === undefined ? [] : [frameWords[language].superseded(corrects.number, number)],
  )
  return lines.length === 0 ? frameWords[language].noneSuperseded : lines.join('\n')
}
