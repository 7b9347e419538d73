/** How far this device's clock is behind the server's, in ms. Countdowns follow the server: it keeps the clocks. */
let behindMs = 0

/** A `Date` header has whole seconds; less than two is noise. */
export function noteServerTime(date: string | null, here: number = Date.now()): void {
  const server = Date.parse(date ?? '')
  if (Number.isNaN(server)) return
  const difference = server - here
  behindMs = Math.abs(difference) < 2000 ? 0 : difference
}

export function serverNow(): number {
  return Date.now() + behindMs
}
