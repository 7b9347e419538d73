import type { ContentKind } from '../../messages/index.ts'
import { hasPair, type Signer } from '../signed.ts'

/** Who reads a text. Only what is for the public gets a number and a page; press and public read the same site. */
export const audiences = ['public', 'tenant', 'authority', 'staff', 'press'] as const
export type Audience = (typeof audiences)[number]

/** Traffic Light Protocol 2.0, from free to strict. RED names its readers and is written nowhere here. */
export const tlps = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT'] as const
export type Tlp = (typeof tlps)[number]

interface Rule {
  /** Two people, one of each list; a single list: one of it is enough. */
  readonly approvers: readonly (readonly string[])[]
  /** As strict as a text for them may be; also what it is when nobody says. */
  readonly tlp: Tlp
}

/** `inform.md` §4.1. */
const rules: Readonly<Record<Audience, Rule>> = {
  public: { approvers: [['comms'], ['legal']], tlp: 'CLEAR' },
  tenant: { approvers: [['dpo'], ['forensics']], tlp: 'AMBER+STRICT' },
  authority: { approvers: [['legal'], ['management']], tlp: 'AMBER+STRICT' },
  staff: { approvers: [['lead', 'comms']], tlp: 'AMBER' },
  press: { approvers: [['comms'], ['management']], tlp: 'CLEAR' },
}

/** What goes out under other roles than its audience says: a service owner knows what runs, `security` what is feared. */
const byKind: Partial<Record<ContentKind, readonly (readonly string[])[]>> = {
  credentials: [['service-owner'], ['security', 'forensics']],
  closing: [['legal'], ['management']],
}

const home: Partial<Record<ContentKind, Audience>> = {
  credentials: 'tenant',
  'call-script': 'staff',
  'auto-reply': 'public',
}

/** Kinds that another audience than their own may get: free texts. All others have one. */
const free: readonly ContentKind[] = ['news', 'update']

interface Addressed {
  readonly kind: ContentKind
  readonly audience?: Audience
  readonly tlp?: Tlp
}

export function audienceOf({ kind, audience }: Addressed): Audience {
  return audience ?? home[kind] ?? 'public'
}

export function tlpOf(draft: Addressed): Tlp {
  return draft.tlp ?? rules[audienceOf(draft)].tlp
}

/** Goes on the site with a number. An automatic reply is for everybody too, but mail servers say it. */
export function isForSite(draft: Addressed): boolean {
  return audienceOf(draft) === 'public' && draft.kind !== 'auto-reply'
}

/** Why a text cannot be for these readers; undefined when it can. */
export function audienceProblem(draft: Addressed): { message: string; hint: string } | undefined {
  const { kind, audience, tlp } = draft
  const own = home[kind] ?? 'public'
  if (audience !== undefined && audience !== own && !free.includes(kind)) {
    return { message: `"${kind}" is for ${own}, not for ${audience}.`, hint: 'Leave "audience" out.' }
  }
  const allowed = rules[audienceOf(draft)].tlp
  if (tlp === undefined || tlps.indexOf(tlp) <= tlps.indexOf(allowed)) return undefined
  return {
    message: `A text for ${audienceOf(draft)} is TLP:${allowed} at most, not TLP:${tlp}.`,
    hint: 'Choose other readers, or write a text that they may have.',
  }
}

/** Who has to sign, as people read it: "comms and legal". */
export function approversOf(draft: Addressed): readonly (readonly string[])[] {
  return byKind[draft.kind] ?? rules[audienceOf(draft)].approvers
}

/** True when the right people, with keys of their own, signed a text for its readers. */
export function mayGoOut(draft: Addressed, signatures: readonly Signer[]): boolean {
  const [first = [], second] = approversOf(draft)
  return second === undefined
    ? signatures.some(({ role }) => first.includes(role))
    : hasPair(signatures, first, second)
}

/** Who still has to sign, for a refusal. */
export function approversText(draft: Addressed): string {
  const lists = approversOf(draft).map((roles) => roles.join(' or '))
  return lists.length === 1 ? `one person: ${lists[0]}` : `two people with two keys: ${lists.join(', and ')}`
}
