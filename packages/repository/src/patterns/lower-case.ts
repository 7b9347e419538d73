/**
 * Lower case as Go's `strings.ToLower` makes it: character by character, so a final sigma is like any other,
 * and stray bytes become U+FFFD. Patterns that ignore case must fit the same paths in both programs.
 */
export function lowerCase(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase()
  // U+0130 is the one character that JavaScript lowers to two.
  return Array.from(text.toWellFormed(), (char) => (char === '\u0130' ? 'i' : char.toLowerCase())).join('')
}
