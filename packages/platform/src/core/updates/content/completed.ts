import type { Estate, Words } from '../../estate/index.ts'
import { frameWords, listed, messages, momentText } from '../../messages/index.ts'
import { releaseProof } from '../service-states.ts'
import type { Desk } from '../desk.ts'
import type { Draft } from '../draft.ts'
import { closingParts } from './closing.ts'
import { composedText, generatedParts } from './composed.ts'
import type { Part } from './content.ts'
import { namesOf } from './facts.ts'
import type { Reached } from './told.ts'
import { factsNamed } from '../slots.ts'
import { inRestartOrder, neededBy } from './windows.ts'

/**
 * A draft with everything that is not typed: parts from records, the proof of a release, names for facts, the text
 * made of all parts. Doing it again gives the same while the records say the same.
 */
export function completedDraft(
  desk: Desk,
  draft: Draft,
  records: {
    readonly estate: Estate
    readonly now: Date
    readonly reached?: Reached | undefined
  },
): Draft {
  const { estate } = records
  if (draft.parts === undefined) return withNames(draft, estate)
  const typed = draft.parts.filter(({ part }) => !(generatedParts as readonly string[]).includes(part))
  const proof = draft.kind === 'released' ? releaseProof(desk.case, estate, draft.service ?? '') : undefined
  const { proof: _old, ...rest } = draft
  const whole: Draft = { ...rest, ...(proof !== undefined && { proof }) }
  const parts = [...typed, ...fromRecords(desk, whole, records)]
  return withNames({ ...whole, parts, text: composedText(draft.kind, parts) }, estate)
}

function withNames(draft: Draft, estate: Estate): Draft {
  if (factsNamed(draft.text.de).length === 0 && factsNamed(draft.text.en).length === 0) return draft
  return { ...draft, names: namesOf(estate) }
}

function fromRecords(
  desk: Desk,
  draft: Draft,
  { estate, now, reached }: Parameters<typeof completedDraft>[2],
): readonly Part[] {
  switch (draft.kind) {
    case 'released':
      return draft.proof === undefined
        ? []
        : [inBoth('proof', (language) => proofText(draft, estate, language))]
    case 'windows':
      return [inBoth('list', (language) => windowsText(draft, estate, language))]
    case 'resources':
      return [inBoth('times', (language) => timesText(draft, estate, language))]
    case 'auto-reply':
      return [inBoth('page', (language) => frameWords[language].siteAt(draft.page ?? ''))]
    case 'closing':
      return closingParts(desk, { estate, now, reached })
    case 'news':
    case 'no-news':
    case 'holding':
    case 'update':
    case 'faq':
    case 'explainer':
    case 'advisory':
    case 'credentials':
    case 'call-script':
      return []
  }
}

function inBoth(part: string, write: (language: 'de' | 'en') => string): Part {
  return { part, text: { de: write('de'), en: write('en') } }
}

function nameOf({ services }: Estate, id: string): Words {
  return services.find((one) => one.id === id)?.name ?? { de: id, en: id }
}

function proofText({ service = '', proof }: Draft, estate: Estate, language: 'de' | 'en'): string {
  const { released = 0, total = 0, sha256 = '' } = proof ?? {}
  return frameWords[language].proof(nameOf(estate, service)[language], released, total, sha256)
}

function windowsText({ windows = [] }: Draft, estate: Estate, language: 'de' | 'en'): string {
  const words = frameWords[language]
  const shown = (iso: string): string => momentText(messages[language], estate.provider.tz, iso)
  const lines = inRestartOrder(windows, estate).map(({ service, from, to, status }, at) => {
    const needed = neededBy(estate.services.find(({ id }) => id === service))
    const name = nameOf(estate, service)[language]
    const line = words.window(at + 1, name, shown(from), shown(to), status === 'confirmed')
    if (needed.length === 0) return line
    return `${line} ${words.windowAfter(
      listed(
        language,
        needed.map((id) => nameOf(estate, id)[language]),
      ),
    )}`
  })
  return [...lines, words.noBindingDate].join('\n')
}

function timesText({ asOf = '', reviewBy = '' }: Draft, estate: Estate, language: 'de' | 'en'): string {
  const shown = (iso: string): string =>
    iso === '' ? '' : momentText(messages[language], estate.provider.tz, iso)
  return `${frameWords[language].since(shown(asOf))} ${frameWords[language].reviewBy(shown(reviewBy))}`
}
