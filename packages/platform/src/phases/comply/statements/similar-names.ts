import type { Estate } from '../../../core/estate/index.ts'

/** Shorter words are like too many others. */
const shortest = 6

/**
 * Words of a text that are nearly the name of another customer: one letter more, less, other, or two swapped. For people
 * to look at: a misspelt customer is found, and now and then an innocent word.
 */
export function similarNames(
  texts: readonly string[],
  estate: Estate,
  reader: string,
): readonly { readonly word: string; readonly like: string }[] {
  const index = indexes.get(estate) ?? indexOf(estate)
  indexes.set(estate, index)
  const found = new Map<string, string>()
  for (const word of new Set(texts.flatMap(wordsOf))) {
    if (word.length < shortest - 1) continue
    for (const shape of shapesOf(word)) {
      const like = index
        .get(shape)
        ?.find(({ name, tenants }) => name !== word && !tenants.has(reader) && isNear(name, word))
      if (like !== undefined) found.set(word, like.name)
    }
  }
  return [...found].map(([word, like]) => ({ word, like }))
}

interface Name {
  readonly name: string
  readonly tenants: Set<string>
}

/** Names by every shape that they have with one letter left out: near words share one (Garbe's symmetric deletion). */
const indexes = new WeakMap<Estate, ReadonlyMap<string, readonly Name[]>>()

function indexOf({ tenants }: Estate): ReadonlyMap<string, readonly Name[]> {
  const names = new Map<string, Name>()
  for (const { id, name } of tenants) {
    for (const word of wordsOf(name).filter(({ length }) => length >= shortest)) {
      const known = names.get(word) ?? { name: word, tenants: new Set() }
      known.tenants.add(id)
      names.set(word, known)
    }
  }
  const index = new Map<string, Name[]>()
  for (const one of names.values()) {
    for (const shape of shapesOf(one.name)) {
      const list = index.get(shape)
      if (list === undefined) index.set(shape, [one])
      else list.push(one)
    }
  }
  return index
}

function wordsOf(text: string): readonly string[] {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[äöüß]/g, (letter) => unfolded[letter] ?? letter)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

const unfolded: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

function shapesOf(word: string): readonly string[] {
  return [word, ...Array.from({ length: word.length }, (_, at) => word.slice(0, at) + word.slice(at + 1))]
}

/** At most one change apart; two neighbours that changed places are one change. */
function isNear(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  let from = 0
  while (from < one.length && one[from] === other[from]) from++
  const [a, b] = [one.slice(from), other.slice(from)]
  if (a.length !== b.length) return a.length > b.length ? a.slice(1) === b : b.slice(1) === a
  return a.slice(1) === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
}
