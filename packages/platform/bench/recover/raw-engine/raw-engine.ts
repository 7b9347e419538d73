import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

import type { Share } from './worker.ts'

export interface RawEngine extends AsyncDisposable {
  /** Scans all files once; seconds of the slowest process. */
  scan(): Promise<number>
}

/** Bare engines in as many processes as told, each with every so-many-th file in memory. */
export async function startRawEngine(
  { rules, files }: Share,
  { processes }: { readonly processes: number },
): Promise<RawEngine> {
  const program = fileURLToPath(new URL('./worker.ts', import.meta.url))
  const children = Array.from({ length: processes }, () => fork(program))
  await Promise.all(
    children.map((child, at) => ask(child, { rules, files: files.filter((_, n) => n % processes === at) })),
  )
  return {
    async scan() {
      const seconds = await Promise.all(children.map((child) => ask(child, 'go')))
      return Math.max(...seconds.map(Number))
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(
        children.map(async (child) => {
          const gone = once(child, 'exit')
          child.disconnect()
          await gone
        }),
      )
    },
  }
}

async function ask(child: ChildProcess, message: Share | 'go'): Promise<unknown> {
  const ended = new AbortController()
  const answer = once(child, 'message', { signal: ended.signal })
  child.once('exit', () => ended.abort(new Error('The bare engine ended.')))
  child.send(message)
  return ((await answer) as unknown[])[0]
}
