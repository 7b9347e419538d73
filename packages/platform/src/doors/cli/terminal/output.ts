import type { AnlaufContext } from '../context.ts'
import { rateAndEta, type RateWindow, startRate } from './rate.ts'
import type { ProgressFigures } from './progress-figures.ts'

/**
 * A progress line on stderr: one line rewritten in place on a terminal, one line every ten seconds
 * elsewhere (a log file must not fill with carriage returns). Nothing at all with `quiet`. Who started the program
 * and asked for it gets the figures instead, once a second.
 * With `using` the line is gone before an error is printed.
 */
export function progressLine(context: AnlaufContext, options: { quiet?: boolean } = {}) {
  const { stderr } = context.process
  const { onProgress } = context
  const interactive = stderr.isTTY === true && onProgress === undefined
  const everyMs = onProgress === undefined ? (interactive ? 100 : 10_000) : 1_000
  let shownAt = Number.NEGATIVE_INFINITY
  let rate: RateWindow | undefined
  let phase = ''
  let open = false
  function end(): void {
    if (open) stderr.write('\r\u001b[2K')
    open = false
    phase = ''
  }

  return {
    update(figures: ProgressFigures): void {
      if (options.quiet && onProgress === undefined) return
      const now = performance.now()
      if (figures.phase !== phase || rate === undefined) {
        phase = figures.phase
        rate = startRate(now)
        shownAt = interactive || onProgress !== undefined ? Math.min(shownAt, now - everyMs) : now
      }
      if (now - shownAt < everyMs) return
      shownAt = now
      const pace = rateAndEta(rate, figures, now)
      if (onProgress !== undefined) return onProgress({ ...figures, ...pace })
      const text = describe(figures, pace)
      const width = stderr.columns ?? 100
      stderr.write(interactive ? `\r\u001b[2K${text.slice(0, width - 1)}` : `${text}\n`)
      open = interactive
    },
    end,
    [Symbol.dispose]: end,
  }
}

function describe(figures: ProgressFigures, pace: { bytesPerSecond: number; secondsLeft?: number }): string {
  const parts = [figures.phase.padEnd(12)]
  const share = shareDone(figures)
  if (share !== undefined) parts.push(`${Math.floor(share * 100)} %`.padStart(5))
  parts.push(count(figures.done, figures.total))
  if (figures.bytesDone !== undefined) {
    parts.push(bytes(figures.bytesDone, figures.bytesTotal), `${formatBytes(pace.bytesPerSecond)}/s`)
  }
  if (pace.secondsLeft !== undefined) parts.push(`ETA ${formatSeconds(pace.secondsLeft)}`)
  if (figures.note !== undefined) parts.push(figures.note)
  return parts.join('  ')
}

export function shareDone(figures: ProgressFigures): number | undefined {
  if (figures.bytesTotal !== undefined && figures.bytesTotal > 0 && figures.bytesDone !== undefined) {
    return Math.min(1, figures.bytesDone / figures.bytesTotal)
  }
  if (figures.total !== undefined && figures.total > 0) return Math.min(1, figures.done / figures.total)
  return undefined
}

function count(done: number, total: number | undefined): string {
  return total === undefined ? formatCount(done) : `${formatCount(done)}/${formatCount(total)}`
}

function bytes(done: number, total: number | undefined): string {
  return total === undefined ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`
}

/** 1234567 → "1,234,567". By hand: the first `toLocaleString` of a process loads tables for 28 ms. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Bytes in powers of 1,024 with one decimal: "13.4 MiB". */
export function formatBytes(value: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
  let unit = 0
  let rest = value
  while (rest >= 1024 && unit < units.length - 1) {
    rest /= 1024
    unit += 1
  }
  return `${unit === 0 ? Math.round(rest) : rest.toFixed(1)} ${units[unit]}`
}

/** Seconds as "42 s", "3 min 05 s" or "2 h 07 min". */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const two = (value: number) => String(value).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${two(whole % 60)} s`
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} min`
}

/** A moment for people: "2026-03-11 06:00:00 UTC", whatever zone it was written in. */
export function formatTime(rfc3339: string): string {
  const time = new Date(rfc3339)
  if (Number.isNaN(time.getTime())) return rfc3339
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** Aligned columns; those named in `right` (from 0) are set to the right, as figures are read. */
export function tableLines(
  rows: readonly (readonly string[])[],
  { right = [] }: { right?: readonly number[] } = {},
): string[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [at, cell] of row.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length)
  }
  return rows.map((row) =>
    row
      .map((cell, at) => (right.includes(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}

/** "1 file", "12 files". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** Writes one JSON document and a newline to stdout. */
export function printJson(context: AnlaufContext, value: unknown): void {
  context.process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`)
}

/** Writes one JSON document as one line: programs read several of them one after the other. */
export function printJsonLine(context: AnlaufContext, value: unknown): void {
  context.process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** Writes bytes to stdout and waits until they are taken: a slow reader must not fill our memory. */
export function writeOut(context: AnlaufContext, bytes: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    context.process.stdout.write(bytes, (error) => {
      if (error === undefined || error === null) resolve()
      else reject(error)
    })
  })
}

/** Writes lines for people to stdout. */
export function printLines(context: AnlaufContext, lines: readonly string[]): void {
  context.process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}
