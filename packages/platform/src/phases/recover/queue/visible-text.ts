/** Characters of a line that are shown; the rest of a longer one is counted. */
const maxCharacters = 240

/**
 * A line of hostile content for a screen: whatever steers a terminal, turns the writing direction, or is not to be
 * seen stands there by its number, so that two texts that look equal are equal. Cut after 240 characters.
 */
export function visibleText(line: string): string {
  const shown = line
    .slice(0, maxCharacters)
    .replaceAll('\t', '⇥')
    .replace(
      unseen,
      (found) => `⟨U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
    )
  return line.length <= maxCharacters ? shown : `${shown} … +${line.length - maxCharacters}`
}

/** Control, format, surrogate, private and unassigned characters, what renders as nothing, every space but the plain one. */
const unseen = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/gu
