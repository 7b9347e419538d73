import type { Words } from '../estate/index.ts'
import { type ContentKind, contentKinds } from '../messages/index.ts'
import { audiences, tlps } from './content/audience.ts'
import type { Content, Part } from './content/content.ts'
import { isQuestion, skeletonOf } from './content/skeleton.ts'
import { parseWindows } from './content/windows.ts'
import type { Draft } from './draft.ts'
import { countOf, readSections, type Sections, timeOf, unfit } from './draft-sections.ts'

const notes = ['was', 'why']

/**
 * A draft as people type it: `name: value` lines, then `[de]` and `[en]`, or `[PART de]` and `[PART en]` for each part
 * of its kind; of a correction also `[was de]`, `[was en]`, `[why de]`, `[why en]`. Throws `input-invalid` with the line.
 */
export function parseDraftFile(update: string, text: string): Draft {
  const sections = readSections(text)
  const { head } = sections
  const kind = oneOf(contentKinds, 'kind', head.get('kind')) ?? 'news'
  const hours = head.get('every-hours')
  const number = head.get('corrects')
  const parts = partsOf(kind, sections)
  return {
    update,
    ...contentOf(kind, sections),
    ...(parts !== undefined && { parts }),
    text: parts === undefined ? sections.words('de', 'en') : { de: '', en: '' },
    ...known('asOf', timeOf(head, 'as-of')),
    ...known('nextBy', timeOf(head, 'next-by')),
    ...known('everyHours', hours === undefined ? undefined : countOf('every-hours', hours)),
    ...(number !== undefined && {
      corrects: {
        number: countOf('corrects', number),
        was: sections.words('was de', 'was en'),
        why: sections.words('why de', 'why en'),
      },
    }),
  }
}

/** Only `[de]` and `[en]`: the wording of a claim, say. */
export function parseWordsFile(text: string): Words {
  const { head, words } = readSections(text)
  if (head.size > 0) throw unfit('it has lines before "[de]"', 'Begin with the line "[de]".')
  return words('de', 'en')
}

function contentOf(kind: ContentKind, { head, body }: Sections): Content {
  const windows = body.get('windows')
  return {
    kind,
    ...known('audience', oneOf(audiences, 'audience', head.get('audience'))),
    ...known('tlp', oneOf(tlps, 'tlp', head.get('tlp')?.replace(/^TLP:/, ''))),
    ...known('tenants', head.get('tenants')?.split(/[\s,]+/)),
    ...known('goodUntil', timeOf(head, 'good-until')),
    ...known('topic', head.get('topic')),
    ...known('service', head.get('service')),
    ...known('scope', oneOf(['all', 'subset', 'rework'] as const, 'scope', head.get('scope'))),
    ...known('reviewBy', timeOf(head, 'review-by')),
    ...known('page', head.get('page')),
    ...known('windows', windows === undefined ? undefined : parseWindows(windows)),
  }
}

/** Every part that stands there, in the skeleton's order; what is missing is found by the checks, all at once. */
function partsOf(kind: ContentKind, { body, words }: Sections): readonly Part[] | undefined {
  const { parts, hasQuestions } = skeletonOf(kind)
  const named = [...new Set([...body.keys()].map((section) => section.replace(/ ?(?:de|en)$/, '')))].filter(
    (part) => part !== 'windows' && !notes.includes(part),
  )
  if (parts.length === 0 && !hasQuestions) {
    const foreign = named.find((part) => part !== '')
    if (foreign === undefined) return undefined
    throw unfit(`[${foreign} …] is no part of "${kind}"`, 'A text of this kind has [de] and [en] only.')
  }
  const foreign = named.find((part) => (hasQuestions ? !isQuestion(part) : !parts.includes(part)))
  if (foreign !== undefined) {
    throw unfit(
      `[${foreign === '' ? 'de' : `${foreign} …`}] is no part of "${kind}"`,
      hasQuestions
        ? 'A question stands below [TOPIC/NAME de]; topics: service, data, credentials, contracts.'
        : `Its parts: ${parts.map((part) => `[${part} de]`).join(', ')}. Print them with "anlauf inform template ${kind}".`,
    )
  }
  return (hasQuestions ? named : parts.filter((part) => named.includes(part))).map((part) => ({
    part,
    text: words(`${part} de`, `${part} en`),
  }))
}

function oneOf<const One extends string>(
  all: readonly One[],
  name: string,
  value: string | undefined,
): One | undefined {
  if (value === undefined) return undefined
  const found = all.find((one) => one === value)
  if (found !== undefined) return found
  throw unfit(`${name} is "${value}"`, `Write one of: ${all.join(', ')}.`)
}

/** A field that is left out when nobody gave it. */
function known<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): { readonly [key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [key in Name]: Value })
}
