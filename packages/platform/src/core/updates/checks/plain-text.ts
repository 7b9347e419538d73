/**
 * A text without what can deceive or break: control characters but tab and line ends, characters that turn the
 * direction of writing around or have no width (but the joiners that some scripts need), halves of characters.
 */
export function plainText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t\n\r]|\p{Bidi_Control}|[\u200b\u2060\ufeff\ufffe\uffff]/gu, '')
}

/** Lower case, umlauts written out, blanks as one, nothing invisible: how texts are compared. */
export function folded(text: string): string {
  return plainText(text)
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLowerCase()
    .replaceAll(/[äöüß’]/g, (letter) => spelled[letter] ?? letter)
    .replaceAll(/\s+/g, ' ')
    .trim()
}

const spelled: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', '’': "'" }

/** Sentences as people end them. The dot of a date or number is no end. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[!?;:…]|(?<!\d)\.)\s+|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}
