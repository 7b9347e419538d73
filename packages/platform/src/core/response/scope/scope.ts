import type { Collection } from '../../emergency-plan/index.ts'

/** What a case is about: one element of the estate as the case was told of it. Ids and kinds only, no names of people. */
export interface ScopeElement {
  readonly of: Collection
  readonly id: string
  readonly affected: boolean
  /** What conditions of a plan can ask, by name. */
  readonly known: Readonly<Record<string, string | number | boolean | readonly string[]>>
  /** Services that it is, uses, runs or holds the data of. */
  readonly services: readonly string[]
  /** Systems that it is or runs on. */
  readonly systems: readonly string[]
}

/** An element and the entry of the log since which the case has it, or since which it is hit. */
export interface KnownElement extends ScopeElement {
  readonly since: number
}

export interface Scope {
  /** The entry that stated it first. */
  readonly first: number
  readonly elements: readonly KnownElement[]
  readonly byId: ReadonlyMap<string, KnownElement>
  readonly of: Readonly<Record<Collection, readonly KnownElement[]>>
}

/**
 * The scope after it was stated anew. What was there keeps its entry, what is new or newly hit gets this one; what is
 * no longer named is gone.
 */
export function restated(before: Scope | undefined, elements: readonly ScopeElement[], seq: number): Scope {
  const known = elements.map((element): KnownElement => {
    const old = before?.byId.get(scopeKey(element))
    const isOld = old !== undefined && (old.affected || !element.affected)
    return { ...element, since: isOld ? old.since : seq }
  })
  const of = (collection: Collection): readonly KnownElement[] =>
    known.filter((element) => element.of === collection)
  return {
    first: before?.first ?? seq,
    elements: known,
    byId: new Map(known.map((element) => [scopeKey(element), element])),
    of: {
      tenants: of('tenants'),
      services: of('services'),
      systems: of('systems'),
      datasets: of('datasets'),
    },
  }
}

export function scopeKey({ of, id }: { readonly of: Collection; readonly id: string }): string {
  return `${of} ${id}`
}

/**
 * Whether what happens to one has to do with the other: the same element, a tenant and a service it uses, a service
 * and a system it runs on. What is not known of an element counts as yes.
 */
export function isRelated(one: ScopeElement, other: ScopeElement): boolean {
  if (one.of === other.of) return one.id === other.id
  if (one.of === 'systems' || other.of === 'systems') return shares(one.systems, other.systems)
  return shares(one.services, other.services)
}

function shares(some: readonly string[], others: readonly string[]): boolean {
  return some.length === 0 || others.length === 0 || some.some((id) => others.includes(id))
}
