import { type ContentKind, partWords, questionTopics } from '../../messages/index.ts'

/** What a kind of text needs, beside what every text needs. */
export interface Skeleton {
  /** Parts in their order; none: a free text. */
  readonly parts: readonly string[]
  /** Parts that may be left out. */
  readonly optional: readonly string[]
  /** A list of questions in place of parts. */
  readonly hasQuestions: boolean
  /** What must stand in a part: a slot, a time with zone, a way to reach us. */
  readonly needs: Readonly<Record<string, readonly Need[]>>
  /** Characters in a language. */
  readonly maxLength: number
  /** It carries the promise of the next update; others may leave the one in force. */
  readonly promises: 'must' | 'may' | 'hours' | 'never'
  /** Heads that have to be there. */
  readonly heads: readonly ('topic' | 'service' | 'scope' | 'windows' | 'reviewBy' | 'page' | 'goodUntil')[]
}

export type Need = 'contact' | 'contact-outside' | 'time' | 'time-or-individually' | `{${string}}`

/** A page has to fit into one TCP window, and a reader's patience; a FAQ is looked up, not read. */
const usual = 4000
const long = 12_000

const plain: Skeleton = {
  parts: [],
  optional: [],
  hasQuestions: false,
  needs: {},
  maxLength: usual,
  promises: 'must',
  heads: [],
}

const special: Readonly<Record<ContentKind, Partial<Skeleton>>> = {
  news: {},
  'no-news': { promises: 'hours' },
  holding: {
    needs: {
      unavailable: ['{fact:unavailable}', '{fact:since}'],
      action: ['{fact:cut-off}'],
      next: ['{fact:next-by}'],
      contact: ['contact-outside'],
    },
    promises: 'hours',
    heads: ['goodUntil'],
  },
  update: {},
  faq: { hasQuestions: true, maxLength: long, promises: 'may' },
  explainer: { optional: ['figures'], maxLength: 2 * usual, promises: 'may', heads: ['topic'] },
  advisory: { needs: { blocked: ['time'], clicked: ['contact'] }, promises: 'may' },
  credentials: {
    needs: {
      account: ['{to:account}'],
      channel: ['{to:channel}'],
      validity: ['{to:valid-until}'],
      help: ['contact'],
    },
    promises: 'never',
  },
  released: {
    optional: ['workaround'],
    needs: { 'data-as-of': ['time-or-individually'] },
    promises: 'may',
    heads: ['service', 'scope'],
  },
  windows: { promises: 'may', heads: ['windows'] },
  resources: { promises: 'may', heads: ['reviewBy'] },
  'call-script': { needs: { verify: ['{to:known-data}'], code: ['{to:code}'] }, promises: 'never' },
  'auto-reply': { needs: { contact: ['contact-outside'] }, promises: 'never', heads: ['page'] },
  closing: { needs: { contact: ['contact'] }, maxLength: long, promises: 'may' },
}

export function skeletonOf(kind: ContentKind): Skeleton {
  const words = (partWords as Readonly<Partial<Record<ContentKind, object>>>)[kind]
  return { ...plain, parts: words === undefined ? [] : Object.keys(words), ...special[kind] }
}

/** `topic/name` of a question, with one of the topics or several joined by "+". */
export function isQuestion(part: string): boolean {
  const [topics = '', name = ''] = part.split('/')
  return (
    /^[a-z0-9][a-z0-9-]{0,39}$/.test(name) &&
    topics.split('+').every((topic) => (questionTopics as readonly string[]).includes(topic))
  )
}
