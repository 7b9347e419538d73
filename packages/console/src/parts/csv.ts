/**
 * A table for spreadsheets (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe before it: file
 * names and notes come from whoever attacked us.
 */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => row.map((cell) => cellOf(cell)).join(',')).join('\r\n')
}

function cellOf(value: string | number | null): string {
  if (typeof value === 'number' || value === null) return String(value ?? '')
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
