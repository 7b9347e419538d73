import type { Words } from '../estate/index.ts'
import { AnlaufError } from '../failure.ts'

const heads = [
  'as-of',
  'next-by',
  'kind',
  'every-hours',
  'corrects',
  'audience',
  'tlp',
  'tenants',
  'good-until',
  'topic',
  'service',
  'scope',
  'review-by',
  'page',
] as const
type Head = (typeof heads)[number]

/** A file of `name: value` lines and sections, read and not yet understood. */
export interface Sections {
  readonly head: ReadonlyMap<Head, string>
  readonly body: ReadonlyMap<string, string>
  /** Two sections as the two languages of one text. Throws `input-invalid` when one is missing or empty. */
  readonly words: (de: string, en: string) => Words
}

/** Throws `input-invalid` with the line that is not understood. */
export function readSections(text: string): Sections {
  const head = new Map<Head, string>()
  const body = new Map<string, string>()
  let section: string | undefined
  for (const [at, line] of text.replaceAll('\r\n', '\n').split('\n').entries()) {
    const marked = /^\[([a-z0-9+/ -]+)\]\s*$/.exec(line)?.[1]
    if (marked !== undefined) {
      if (!/^(?:.+ )?(?:de|en)$|^windows$/.test(marked) || body.has(marked)) {
        throw unfit(
          `line ${at + 1}: [${marked}] is unknown or there twice`,
          'Sections: [de] and [en], or [PART de] and [PART en].',
        )
      }
      section = marked
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
      if (value.includes('{?'))
        throw unfit(`${name} is still an open slot`, `Write what "${value}" asks for.`)
      head.set(known, value)
    }
  }
  return { head, body, words: (de, en) => wordsOf(body, de, en) }
}

function wordsOf(body: ReadonlyMap<string, string>, de: string, en: string): Words {
  for (const section of [de, en]) {
    if ((body.get(section) ?? '').trim() === '') {
      throw unfit(`[${section}] is missing or empty`, 'Both languages are approved and published together.')
    }
  }
  return { de: (body.get(de) ?? '').trim(), en: (body.get(en) ?? '').trim() }
}

export function timeOf(head: ReadonlyMap<Head, string>, name: Head): string | undefined {
  const value = head.get(name)
  return value === undefined ? undefined : isoTime(name, value)
}

/** A time as people type it, with its zone, as the log keeps it. Throws `input-invalid`. */
export function isoTime(name: string, value: string): string {
  const time = new Date(value)
  if (!Number.isNaN(time.getTime()) && /\dT\d.*(?:Z|[+-]\d\d:?\d\d)$/.test(value)) return time.toISOString()
  throw unfit(`${name} "${value}" is no time with zone`, 'Write it like 2026-11-23T04:00:00+01:00.')
}

export function countOf(name: Head, value: string): number {
  if (/^\d{1,4}$/.test(value)) return Number(value)
  throw unfit(`${name} "${value}" is no number`, 'Give digits only.')
}

export function unfit(what: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', `The text cannot be read: ${what}.`, { hint })
}
