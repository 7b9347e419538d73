import { AnlaufError } from '../../../core/failure.ts'
import { parseSpan } from './duration-flag.ts'

export interface EditionFlags {
  readonly validFor?: number
  readonly after?: number
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
} as const

function parseSequence(text: string): number {
  const number = Number(text)
  if (/^\d{1,12}$/.test(text)) return number
  throw new AnlaufError('input-invalid', `"${text}" is no number of an edition.`, {
    hint: 'It stands below the navigation of every page, and as "sequence" in bundle.json.',
  })
}
