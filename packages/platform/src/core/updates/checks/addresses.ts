import type { Estate } from '../../estate/index.ts'
import { domainHint, liveDomains, ownDomains } from './domains.ts'
import type { Finding } from './finding.ts'

type Found = Pick<Finding, 'kind' | 'found' | 'hint'>

/** Links, mail addresses and numbers that are not public contacts of the house, and marks of restricted papers. */
export function addressesIn(
  written: string,
  { contacts }: Estate,
  { mayDefang = false }: { readonly mayDefang?: boolean } = {},
): readonly Found[] {
  const text = asTyped(written)
  const { open, own } = publicPlaces(contacts)
  const found = [
    ...(text.match(/\bhttps?:\/\/\S+|\bhxxps?:\S+|\bwww\.\S+/gi) ?? []),
    ...(text.match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? []),
    ...(text.match(phoneNumbers) ?? []),
    ...(text.match(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g) ?? []),
  ].filter((one) => !open.has(squeezed(one)) && !(mayDefang && isDefanged(one)))
  const inOthers = (domain: string): boolean => found.some((one) => one.includes(domain))
  const marks = text.match(/\bTLP\s*:?\s*(?:RED|AMBER(?:\+STRICT)?|GREEN)\b/gi) ?? []
  return [
    ...[...new Set(found)].map((one) => ({
      kind: 'address' as const,
      found: one,
      hint: 'Links, numbers and addresses stand on the page of contacts; in a text only those of a public contact of the estate may stand.',
    })),
    ...liveDomains(text, own)
      .filter((domain) => !inOthers(domain))
      .map((domain) => ({ kind: 'address' as const, found: domain, hint: domainHint(domain, own) })),
    ...marks.map((one) => ({
      kind: 'restricted' as const,
      found: one,
      hint: 'What is marked so must not be published. Write a text of its own for the public.',
    })),
  ]
}

/** As an address line reads it: full-width signs are plain ones, and the full stops of other scripts are dots (UTS #46). */
function asTyped(text: string): string {
  return text
    .replaceAll(/[\uFF01-\uFF5E]/g, (sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xfee0))
    .replaceAll(/[\u3002\uFF61]/g, '.')
}

/** As people write them: +49 171 …, 0049…, 0171 123…, (0171) 123…, 0171123… */
const phoneNumbers =
  /(?:\+|\b00)\d[\d\s/()-]{6,}\d|(?:\b0\d{2,5}[\s/-]|\(0\d{2,5}\)[\s/-]*)\d[\d\s/-]{3,}\d|\b0[1-9]\d{8,12}\b/g

interface PublicPlaces {
  readonly open: ReadonlySet<string>
  readonly own: ReadonlySet<string>
}

/** Read once an estate: a notice has a text of its own for each of thousands of customers. */
const known = new WeakMap<Estate['contacts'], PublicPlaces>()

function publicPlaces(contacts: Estate['contacts']): PublicPlaces {
  const before = known.get(contacts)
  if (before !== undefined) return before
  const open = new Set(
    contacts
      .filter(({ roles }) => roles.includes('public'))
      .flatMap(({ channels }) => channels.map(({ to }) => squeezed(to))),
  )
  const places = { open, own: ownDomains(open) }
  known.set(contacts, places)
  return places
}

/** Nothing makes a link of it: its scheme is spoilt, or the dot before its last label stands in brackets. */
function isDefanged(one: string): boolean {
  return (
    /^hxxps?:/i.test(one) && /\[\.\]|\[dot\]/i.test(one) && !/:\/\/[^/[]*\.[a-z]{2,}(?:[/:]|$)/i.test(one)
  )
}

function squeezed(to: string): string {
  return to.replaceAll(/[\s/()-]/g, '').toLowerCase()
}
