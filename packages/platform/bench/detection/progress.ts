/** Says how far a long step is, at what rate, and when it will be over. */
export interface Progress {
  advance(by: number): void
  done(): void
}

/** On a terminal a line that is written over; elsewhere a line every ten seconds. Writes to stderr. */
export function progressOf(name: string, total: number): Progress {
  const startedAt = performance.now()
  const isTerminal = process.stderr.isTTY
  let [done, saidAt] = [0, startedAt]
  const say = (): void => {
    const seconds = (performance.now() - startedAt) / 1000
    const rate = done / Math.max(seconds, 0.001)
    const left = rate === 0 ? '' : `, ${Math.round((total - done) / rate)} s left`
    const text = `${name}: ${done} of ${total}, ${Math.round(rate)} a second${left}`
    process.stderr.write(isTerminal ? `\r\u001b[K${text}` : `${text}\n`)
  }
  return {
    advance(by) {
      done += by
      const now = performance.now()
      if (now - saidAt < (isTerminal ? 200 : 10_000)) return
      saidAt = now
      say()
    },
    done() {
      say()
      if (isTerminal) process.stderr.write('\n')
    },
  }
}
