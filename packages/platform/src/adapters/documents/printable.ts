/** What Windows-1252 has above ASCII and Latin-1: the standard fonts of PDF show these and no others. */
const beyondLatin1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'

/**
 * A text in which every character has a shape in the standard fonts of PDF. Letters and their marks are joined
 * first; what is left over, other scripts, emoji, control characters, is shown by its number.
 */
export function printable(text: string): string {
  const shown = Array.from(text.toWellFormed().normalize('NFC'), (character) =>
    hasShape(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  )
  return shown.join('')
}

function hasShape(character: string): boolean {
  const code = character.codePointAt(0) ?? 0
  const isSoftHyphen = code === 0xad
  return (
    (code >= 0x20 && code < 0x7f) ||
    (code >= 0xa0 && code <= 0xff && !isSoftHyphen) ||
    beyondLatin1.includes(character)
  )
}
