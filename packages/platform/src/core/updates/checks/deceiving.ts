import type { Finding } from './finding.ts'

type Found = Pick<Finding, 'kind' | 'found' | 'hint'>

/** ſ and ĸ pass for f and k, ı for i; the rest of Latin Extended-A is needed for names of places and people. */
const letters = /^[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0130\u0132-\u0137\u0139-\u017e]$/u

/**
 * Characters that show one thing and are another: turned direction, invisible ones, letters of other alphabets or of
 * fancy sets that look like ours, piled accents. And markup: texts are plain, it would be shown as it is typed.
 */
export function deceivingParts(text: string): readonly Found[] {
  const bad = new Map<string, string>()
  for (const character of text.normalize('NFC')) {
    const why = oddity(character)
    if (why !== undefined) bad.set(character, why)
  }
  const tags = text.match(
    /<[!/?a-z][^<>\n]{0,60}>?|&(?:#\w{1,8}|[a-z]{2,8});|\b(?:javascript|data|vbscript):/gi,
  )
  return [
    ...[...bad].map(([character, why]) => ({
      kind: 'deceiving-characters' as const,
      found: `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}, ${why}`,
      hint: 'Type the word anew; text that was pasted can carry characters nobody sees.',
    })),
    ...[...new Set(tags)].map((found) => ({
      kind: 'markup' as const,
      found,
      hint: 'Write plain text; blank lines part paragraphs.',
    })),
  ]
}

function oddity(character: string): string | undefined {
  if (character === '\n' || character === '\t') return undefined
  if (/\p{Bidi_Control}/u.test(character)) return 'turns the direction of writing'
  if (/\p{Cc}|\p{Cs}|\p{Co}|\p{Cn}/u.test(character)) return 'no character of a text'
  if (/\p{Cf}|\p{Zl}|\p{Zp}|[\u2800\u180b-\u180f]/u.test(character)) return 'invisible'
  if (/\p{M}/u.test(character)) return 'an accent of its own'
  if (/\p{L}/u.test(character)) return letters.test(character) ? undefined : 'a letter that is not ours'
  if (/\p{N}/u.test(character)) return /[0-9]/.test(character) ? undefined : 'a digit that is not ours'
  return /[<>&\p{ASCII}]/u.test(character) ||
    character.normalize('NFKC') === character ||
    blanks.has(character)
    ? undefined
    : 'a sign that looks like others'
}

const blanks = new Set(['\u00a0', '\u202f', '\u2009', '…', '\u2011'])
