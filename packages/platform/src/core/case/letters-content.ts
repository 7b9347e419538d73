import { merkleRoot } from '../evidence/index.ts'
import type { Content } from './identity-events.ts'

/** One letter of a request: whom it is for, and the hash over all that it says. */
export interface ListedLetter {
  readonly tenant: string
  readonly contentHash: string
}

/** More letters are asked for in several requests: an entry of 10,000 has about 1 MB. */
export const maxLetters = 10_000

/**
 * What a request for letters carries: each letter by its hash, in the order of the tenants, and the tenants whose letters
 * have to be read in any case. It stands in the log, so that years later the hash that was signed leads to every letter.
 */
export function lettersContent(
  letters: readonly ListedLetter[],
  marked: readonly string[] = [],
): { readonly content: Content; readonly contentHash: string } {
  const lines = letters.map(lineOf).toSorted()
  return { content: { letters: lines, marked: [...marked].toSorted() }, contentHash: rootOf(lines) }
}

interface ListedLetters {
  readonly letters: readonly ListedLetter[]
  readonly marked: readonly string[]
}

/** Contents that were read already: of 5,000 letters once takes 30 ms, and a screen asks four times. */
const known = new WeakMap<
  Content,
  { readonly contentHash: string; readonly found: ListedLetters | undefined }
>()

/** The letters of a request, and which have to be read; undefined when its content has another form or another hash. */
export function lettersOf({
  content,
  contentHash,
}: {
  readonly content?: Content | undefined
  readonly contentHash: string
}): ListedLetters | undefined {
  if (content === undefined) return undefined
  const read = known.get(content)
  if (read?.contentHash === contentHash) return read.found
  const found = listedIn(content, contentHash)
  known.set(content, { contentHash, found })
  return found
}

function listedIn({ letters: lines, marked = [] }: Content, contentHash: string): ListedLetters | undefined {
  if (!isList(lines) || !isList(marked) || lines.length === 0 || lines.length > maxLetters) return undefined
  const letters = lines.map((line) => ({ contentHash: line.slice(0, 64), tenant: line.slice(65) }))
  const isFormed = lines.every((line) => /^[0-9a-f]{64} [^\n]+$/u.test(line))
  const tenants = new Set(letters.map(({ tenant }) => tenant))
  if (!isFormed || tenants.size !== lines.length || !marked.every((one) => tenants.has(one))) return undefined
  return rootOf(lines) === contentHash ? { letters, marked } : undefined
}

function lineOf({ tenant, contentHash }: ListedLetter): string {
  return `${contentHash} ${tenant}`
}

/**
 * Root of the Merkle tree over the lines (RFC 9162, 2.1): whoever has one letter can be shown that it was signed, by some
 * hashes, without the names of the others.
 */
function rootOf(lines: readonly string[]): string {
  return merkleRoot(lines).toString('hex')
}

function isList(value: Content[string] | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}
