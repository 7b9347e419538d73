/** One thing that happened, for whoever reads the vault's stderr: never a header, never a password. */
export type VaultLog = (
  level: 'info' | 'warn' | 'error',
  event: string,
  fields?: Readonly<Record<string, string | number | boolean | undefined>>,
) => void

/** Lines of one event in a minute: whoever knocks a thousand times a second shall not fill the log's disk. */
const maxPerMinute = 600
const minuteMs = 60_000

/**
 * One JSON object a line. Times are the wall's; the vault's own time stands in the journal. What is beyond 600 lines
 * of one event in a minute is counted, and the count said with the next line of that event.
 */
export function createLog(write: (line: string) => void): VaultLog {
  const windows = new Map<string, { since: number; lines: number; left: number }>()
  return (level, event, fields = {}) => {
    const now = performance.now()
    const old = windows.get(event)
    const isCurrent = old !== undefined && now - old.since < minuteMs
    const window = isCurrent ? old : { since: now, lines: 0, left: 0 }
    windows.set(event, window)
    window.lines += 1
    if (window.lines > maxPerMinute) {
      window.left += 1
      return
    }
    const leftOut = isCurrent || old === undefined || old.left === 0 ? {} : { leftOut: old.left }
    write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields, ...leftOut })}\n`)
  }
}
