import type { Words } from '../estate/index.ts'
import { AnlaufError } from '../failure.ts'
import type { Draft } from './draft.ts'

const heads = ['as-of', 'next-by', 'kind', 'every-hours', 'corrects'] as const
const sections = ['de', 'en', 'was de', 'was en', 'why de', 'why en'] as const
type Head = (typeof heads)[number]
type Section = (typeof sections)[number]

/**
 * A draft as people type it: `name: value` lines, then `[de]` and `[en]`, of a correction also `[was de]`, `[was en]`,
 * `[why de]`, `[why en]`. Throws `input-invalid` with the line.
 */
export function parseDraftFile(update: string, text: string): Draft {
  const { head, body } = readParts(text)
  const kind = head.get('kind') ?? 'news'
  if (kind !== 'news' && kind !== 'no-news') throw unfit(`kind is "${kind}"`, 'Write "news" or "no-news".')
  const hours = head.get('every-hours')
  const number = head.get('corrects')
  const [asOf, nextBy] = [timeOf(head, 'as-of'), timeOf(head, 'next-by')]
  return {
    update,
    kind,
    text: wordsOf(body, 'de', 'en'),
    ...(asOf !== undefined && { asOf }),
    ...(nextBy !== undefined && { nextBy }),
    ...(hours !== undefined && { everyHours: countOf('every-hours', hours) }),
    ...(number !== undefined && {
      corrects: {
        number: countOf('corrects', number),
        was: wordsOf(body, 'was de', 'was en'),
        why: wordsOf(body, 'why de', 'why en'),
      },
    }),
  }
}

/** Only `[de]` and `[en]`: the wording of a claim, say. */
export function parseWordsFile(text: string): Words {
  const { head, body } = readParts(text)
  if (head.size > 0) throw unfit('it has lines before "[de]"', 'Begin with the line "[de]".')
  return wordsOf(body, 'de', 'en')
}

function readParts(text: string): { head: ReadonlyMap<Head, string>; body: ReadonlyMap<Section, string> } {
  const head = new Map<Head, string>()
  const body = new Map<Section, string>()
  let section: Section | undefined
  for (const [at, line] of text.replaceAll('\r\n', '\n').split('\n').entries()) {
    const marked = /^\[([a-z ]+)\]\s*$/.exec(line)?.[1]
    if (marked !== undefined) {
      section = sections.find((one) => one === marked)
      if (section === undefined || body.has(section)) {
        throw unfit(
          `line ${at + 1}: [${marked}] is unknown or there twice`,
          `Sections: ${sections.join(', ')}.`,
        )
      }
      body.set(section, '')
    } else if (section !== undefined) body.set(section, `${body.get(section) ?? ''}${line}\n`)
    else if (line.trim() !== '') {
      const [, name = '', value = ''] = /^([a-z-]+):\s*(.*?)\s*$/.exec(line) ?? []
      const known = heads.find((one) => one === name)
      if (known === undefined || head.has(known)) {
        throw unfit(
          `line ${at + 1} is not understood`,
          `Before "[de]" write NAME: VALUE; names: ${heads.join(', ')}.`,
        )
      }
      head.set(known, value)
    }
  }
  return { head, body }
}

function wordsOf(body: ReadonlyMap<Section, string>, de: Section, en: Section): Words {
  for (const section of [de, en]) {
    if ((body.get(section) ?? '').trim() === '') {
      throw unfit(`[${section}] is missing or empty`, 'Both languages are approved and published together.')
    }
  }
  return { de: (body.get(de) ?? '').trim(), en: (body.get(en) ?? '').trim() }
}

function timeOf(head: ReadonlyMap<Head, string>, name: Head): string | undefined {
  const value = head.get(name)
  if (value === undefined) return undefined
  const time = new Date(value)
  if (!Number.isNaN(time.getTime()) && /\dT\d.*(?:Z|[+-]\d\d:?\d\d)$/.test(value)) return time.toISOString()
  throw unfit(`${name} "${value}" is no time with zone`, 'Write it like 2026-11-23T04:00:00+01:00.')
}

function countOf(name: Head, value: string): number {
  if (/^\d{1,4}$/.test(value)) return Number(value)
  throw unfit(`${name} "${value}" is no number`, 'Give digits only.')
}

function unfit(what: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', `The text cannot be read: ${what}.`, { hint })
}
