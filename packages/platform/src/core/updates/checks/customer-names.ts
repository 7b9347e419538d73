import type { Estate, Tenant } from '../../estate/index.ts'
import {
  frameWords,
  kindWords,
  messages,
  type PartWords,
  partWords,
  topicWords,
  updateTexts,
} from '../../messages/index.ts'
import { plainText } from './plain-text.ts'

/**
 * The first customer's name, number, domain or contact that occurs in texts for the public; undefined when there
 * is none. Whole words, whatever their case, spacing, umlauts or genitive, and names torn into pieces; names also
 * without their legal form.
 * Words that our own texts use anyway, or that are the name of a service, tell nothing about anybody and are allowed.
 * Not found: abbreviations, nicknames, misspellings. People have to read what they publish.
 */
export function namedCustomer(
  texts: readonly string[],
  estate: Estate,
  /** The customer who reads it, and may find its own name. */
  { reader }: { readonly reader?: string | undefined } = {},
): string | undefined {
  const index = indexes.get(estate) ?? buildIndex(estate)
  indexes.set(estate, index)
  for (const text of texts) {
    const spelled = wordsOf(text)
    const folded = spelled.map(fold)
    for (const [place, word] of folded.entries()) {
      // The longer one says more.
      const candidates = [...(index.get(`${word} ${folded[place + 1]}`) ?? []), ...(index.get(word) ?? [])]
      const found = candidates.find((term) => {
        if (reader !== undefined && term.tenants.has(reader)) return false
        const at = term.isShort ? spelled : folded
        return term.words.every((one, n) => at[place + n] === one)
      })
      if (found !== undefined) return found.text
    }
    const torn = tornName(folded, index, reader)
    if (torn !== undefined) return torn
  }
  return undefined
}

/** Names written in pieces, "Nord-wind" or "N o r d w i n d": a shorter one would be found in usual words side by side. */
const minTorn = 8
const maxPieces = 8
/** Longer than any name; letters in a row are looked at from each of them on. */
const maxLetters = 40

function tornName(
  words: readonly string[],
  index: ReadonlyMap<string, readonly Term[]>,
  reader: string | undefined,
): string | undefined {
  for (const place of words.keys()) {
    let whole = ''
    for (let pieces = 0; pieces < maxLetters; pieces += 1) {
      const word = words[place + pieces]
      if (word === undefined || (pieces >= maxPieces && whole.length > pieces)) break
      whole += word
      if (whole.length < minTorn || pieces === 0) continue
      const found = index
        .get(whole)
        ?.find(
          ({ words: own, tenants }) => own.length === 1 && !(reader !== undefined && tenants.has(reader)),
        )
      if (found !== undefined) return found.text
    }
  }
  return undefined
}

/** Something that tells a customer. */
interface Term {
  readonly text: string
  readonly tenants: ReadonlySet<string>
  readonly words: readonly string[]
  /** "SAP" is a name and "sap" is a juice: short names count only in their own spelling. */
  readonly isShort: boolean
}

const maxShort = 3
/** Shorter customer numbers are found in every second count of files. */
const minNumber = 5

/**
 * Terms by their first word, longer ones by their first two: ten thousand customers are looked up at the price of the
 * text, also when half of them are called "Kanzlei".
 */
const indexes = new WeakMap<Estate, ReadonlyMap<string, readonly Term[]>>()

function buildIndex(estate: Estate): ReadonlyMap<string, readonly Term[]> {
  const usual = usualWords(estate)
  const contacts = new Map(estate.contacts.map((contact) => [contact.id, contact]))
  const terms = Map.groupBy(
    estate.tenants
      .flatMap((tenant) => termsOf(tenant, contacts).map((text) => ({ text, tenant: tenant.id })))
      // An address is one's own even when it is made of usual words.
      .filter(({ text }) => /@|\.\w/.test(text) || wordsOf(text).some((word) => !usual.has(fold(word)))),
    ({ text }) => text,
  )
  const index = new Map<string, Term[]>()
  for (const [text, owners] of terms) {
    const tenants = new Set(owners.map(({ tenant }) => tenant))
    const isShort = text.length <= maxShort
    const spelled = wordsOf(text)
    const first = spelled.slice(0, 2).map(fold).join(' ')
    const list = index.get(first) ?? []
    list.push({ text, tenants, isShort, words: isShort ? spelled : spelled.map(fold) })
    index.set(first, list)
  }
  return index
}

function termsOf(tenant: Tenant, known: ReadonlyMap<string, Estate['contacts'][number]>): readonly string[] {
  const { name, slug, number, subscriptions } = tenant
  const contacts = tenant.contacts.flatMap((id) => known.get(id) ?? [])
  return [
    name,
    name.replace(legalForm, ''),
    slug,
    ...(number !== undefined && number.length >= minNumber ? [number] : []),
    ...subscriptions.flatMap(({ domain }) => (domain === undefined ? [] : [domain])),
    ...contacts.flatMap((contact) => [contact.name, ...contact.channels.map(({ to }) => to)]),
  ]
}

const legalForm =
  /(?:[\s,]+(?:gmbh|mbh|ag|kgaa|kg|ohg|gbr|ug|eg|se|partg(?:mbb)?|e\.?\s?k\.?|e\.?\s?v\.?|ltd\.?|llc|inc\.?|plc|co\.?|&|\(haftungsbeschränkt\)))+$/i

/** The words of a text as they are spelled, without what cannot be seen. */
function wordsOf(text: string): readonly string[] {
  const plain = plainText(text)
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

/** All spellings of one word are one: case, umlauts, a genitive's s. */
function fold(word: string): string {
  return word
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (letter) => unfolded[letter] ?? letter)
    .replace(/(?<=.{4})s$/, '')
}

const unfolded: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/** A service that is called by one word makes it usual; "Mail for Nordwind" must not make Nordwind usual. */
function usualWords({ services, provider }: Estate): ReadonlySet<string> {
  const names = services.flatMap(({ id, name }) => [id, name.de, name.en])
  const single = names.filter((name) => wordsOf(name).length === 1)
  const headings = Object.values(partWords).flatMap((parts) => Object.values<PartWords>(parts))
  const frame = [frameWords, kindWords, topicWords, headings.map(({ heading }) => heading)].map(ownTexts)
  const texts = [ownTexts(messages), ownTexts(updateTexts), ...frame, provider.name, ...single]
  return new Set(texts.flatMap(wordsOf).map(fold))
}

/** Every sentence of ours; those with gaps are filled with nothing or with numbers. */
function ownTexts(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'function') {
    const sentence = value as (...gaps: unknown[]) => unknown
    return [
      [0, 0, 0],
      [1, 2, 3],
    ]
      .map((gaps) => ownTexts(sentence(...gaps)))
      .join('\n')
  }
  return typeof value === 'object' && value !== null ? Object.values(value).map(ownTexts).join('\n') : ''
}
