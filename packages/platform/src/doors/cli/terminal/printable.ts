/** Names and values come from a cluster that somebody else had: no control characters reach a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 200)
}
