/** Text of strangers on one line, without control characters, at most 200 characters. */
export function printable(text: string): string {
  return text
    .replaceAll(/[^\x20-\x7e\u00a0-\u024f]+/g, ' ')
    .trim()
    .slice(0, 200)
}
