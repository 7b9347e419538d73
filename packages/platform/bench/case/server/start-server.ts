import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { largeCase } from '../large-case.ts'

/** The API in a process of its own. */
export interface BenchServer extends AsyncDisposable {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds of CPU that the server used so far: what a busy machine does not blur. */
  readonly cpuMs: () => number
}

const worker = fileURLToPath(new URL('worker.ts', import.meta.url))

export async function startServer(
  home: string,
  { tenants, services }: { readonly tenants: number; readonly services: number },
): Promise<BenchServer> {
  const child = spawn(process.execPath, [worker, home, String(tenants), String(services)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const said = once(child.stdout, 'data').then(([data]) => String(data))
  const line = await Promise.race([said, ended.then(() => '')])
  if (line === '') throw new Error('The server did not start.')
  const { url, tokenFile } = JSON.parse(line) as { url: string; tokenFile: string }
  const headers = { Authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` }
  return {
    url,
    headers,
    cpuMs: () => {
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) * 10
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      await ended
    },
  }
}

/** Milliseconds until the whole answer is here. */
export async function timed({ url, headers }: BenchServer, path: string): Promise<number> {
  const began = performance.now()
  const answer = await fetch(`${url}/api/cases/${largeCase}${path}`, { headers })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text.slice(0, 400)}`)
  return performance.now() - began
}
