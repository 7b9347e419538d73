const naming =
  /(?:passwort|kennwort|zugangscode|\bpin|einmalcode|password|passcode|passphrase|secret|\bcode)\s*(?:(?:ist|lautet|is|reads)\s*:?|[:=])\s*["„“'»]?(\S{4,})/giu

/** What is written right after a word for a secret, and is none of the words a sentence goes on with. */
export function writtenSecrets(text: string): readonly string[] {
  const named = [...text.matchAll(naming)]
    .map(([whole, value = '']) => ({ whole, value }))
    .filter(
      ({ value }) => !value.startsWith('{') && (/[:=]/.test(value) || looksSecret(value) || /\d/.test(value)),
    )
    .map(({ whole }) => whole)
  const bare = text
    .split(/\s+/)
    .filter((word) => looksSecret(word.replaceAll(/^["„“'»(]+|["“”'«),.;:!?]+$/gu, '')))
  return [...new Set([...named, ...bare])]
}

/**
 * A word nobody reads aloud: eight characters and more, letters with digits or signs among them. Mail addresses,
 * links, dates, phone numbers and words joined by hyphens are none.
 */
export function looksSecret(word: string): boolean {
  if (word.length < 8 || word.length > 128 || /\s/.test(word)) return false
  if (/^[\w.+-]+@[\w.-]+$|^https?:|^\{|^[\d:.,+/TZ-]+$|^[A-Z]{0,5}\d+$/i.test(word)) return false
  // A date or a checksum in hexadecimal is no password.
  if (/^[0-9a-f]{40,64}$/.test(word)) return false
  const classes = [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d.-]/u].filter((one) => one.test(word)).length
  const isWords = /^\p{L}+(?:[-./]\p{L}+)*$/u.test(word)
  return !isWords && classes >= 2 && /\p{L}/u.test(word)
}
