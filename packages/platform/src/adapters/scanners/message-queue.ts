/** What is heard instead of a message. */
export type Silence = { readonly kind: 'timeout' } | { readonly kind: 'crash' }

/** Messages of a thread or a child process, read one by one with a time limit. */
export interface MessageQueue<Message> {
  /** Puts a message behind those that nobody has read yet. */
  readonly arrive: (message: Message | Silence) => void
  /** The next message, or `timeout` when none came in so many milliseconds. One reader at a time. */
  readonly next: (timeoutMs: number) => Promise<Message | Silence>
}

export function messageQueue<Message>(): MessageQueue<Message> {
  const heard: (Message | Silence)[] = []
  let waiting: ((message: Message | Silence) => void) | undefined
  return {
    arrive(message) {
      if (waiting === undefined) heard.push(message)
      else waiting(message)
      waiting = undefined
    },
    next: (timeoutMs) =>
      new Promise((resolve) => {
        const ready = heard.shift()
        if (ready !== undefined) return resolve(ready)
        const answered = (message: Message | Silence): void => {
          clearTimeout(timer)
          resolve(message)
        }
        const giveUp = (): void => {
          if (waiting !== answered) return
          waiting = undefined
          resolve({ kind: 'timeout' })
        }
        // An answer that came while this thread was busy is heard first.
        const timer = setTimeout(() => setImmediate(giveUp), timeoutMs)
        waiting = answered
      }),
  }
}
