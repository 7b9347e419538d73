import { AnlaufError } from '../../../core/failure.ts'
import { parseSpan } from './duration-flag.ts'

export interface EditionFlags {
  readonly validFor?: number
  readonly after?: number
  readonly url?: string
  readonly outside?: string
}

/** What both `write` and `push` let people say of the edition. */
export const editionFlags = {
  validFor: {
    kind: 'parsed',
    parse: parseSpan,
    optional: true,
    brief: 'How long the edition may be taken for the present state (default: 36h; ten years once closed)',
    placeholder: 'span',
  },
  after: {
    kind: 'parsed',
    parse: parseSequence,
    optional: true,
    brief: 'Number of the last edition that another machine made; this one gets a higher one',
    placeholder: 'number',
  },
  url: {
    kind: 'parsed',
    parse: parseSiteUrl,
    optional: true,
    brief: 'Where people read the site; feeds, calendar and paper name it',
    placeholder: 'https://…/',
  },
  outside: {
    kind: 'parsed',
    parse: parseSiteUrl,
    optional: true,
    brief: 'Address of "anlauf outside serve": the site then has a form for questions and subscriptions',
    placeholder: 'https://…/',
  },
} as const

/** The address of a site's root, with a slash at its end. */
export function parseSiteUrl(text: string): string {
  const url = URL.parse(text)
  const isPlain =
    url !== null && url.search === '' && url.hash === '' && url.username === '' && url.password === ''
  const isLocal = url !== null && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  if (isPlain && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) {
    return url.href.endsWith('/') ? url.href : `${url.href}/`
  }
  throw new AnlaufError('input-invalid', `"${text}" is no address of a site.`, {
    hint: 'Write it like https://status.example.org/ , without a user, a "?" or a "#".',
  })
}

function parseSequence(text: string): number {
  const number = Number(text)
  if (/^\d{1,12}$/.test(text)) return number
  throw new AnlaufError('input-invalid', `"${text}" is no number of an edition.`, {
    hint: 'It stands below the navigation of every page, and as "sequence" in bundle.json.',
  })
}
