/**
 * The state of knowledge that a browser gave. One that says "now" with a clock some seconds ahead of ours means now; a minute
 * is what two clocks differ. What is further ahead stays, for the rule behind it to refuse.
 */
export function notAhead(asOf: string, now: Date): string {
  const ms = Date.parse(asOf)
  return new Date(ms > now.getTime() && ms <= now.getTime() + 60_000 ? now : ms).toISOString()
}
