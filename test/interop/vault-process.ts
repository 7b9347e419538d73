import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { request } from 'node:http'
import { fileURLToPath } from 'node:url'

import {
  type Client,
  clientFile,
  hashPassword,
  type Role,
  writeClients,
} from '../../packages/platform/src/doors/vault/access/index.ts'

export const clientPassword = 'only-for-this-test'

/** A vault that runs elsewhere and may be killed. */
export interface VaultProcess {
  readonly url: string
  readonly child: ChildProcess
  /** SIGKILL, and wait until it is gone. */
  readonly kill: () => Promise<void>
  /** SIGTERM, and wait until it has stopped. */
  readonly stop: () => Promise<void>
}

/** Starts a vault and waits until it serves; its log goes to `log`. */
export async function startVault(
  vault: string,
  log: string[] = [],
  { minFreeBytes = 0 } = {},
): Promise<VaultProcess> {
  const program = fileURLToPath(new URL('vault-child.ts', import.meta.url))
  const child = spawn(process.execPath, [program, vault, '0', String(minFreeBytes)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr.on('data', (chunk) => log.push(String(chunk)))
  const exited = once(child, 'exit')
  const started = await Promise.race([once(child.stdout, 'data'), exited])
  if (child.exitCode !== null) throw new Error(`the vault did not start: ${log.join('')}`)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await exited
  }
  return { url: String(started[0]).trim(), child, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') }
}

/** Gives these names and roles a way in, all of tenant `acme`, all with one password. */
export async function letIn(vault: string, clients: Readonly<Record<string, Role>>): Promise<void> {
  mkdirSync(vault, { recursive: true })
  const password = await hashPassword(clientPassword)
  const list = Object.entries(clients).map(([name, role]): Client => ({
    name,
    role,
    tenants: ['acme'],
    password,
    createdAt: '2026-01-01T00:00:00Z',
  }))
  writeClients(clientFile(vault), list)
}

/** Status of one request, 0 when the connection broke; `onSent` hears how many bytes of the body went out. */
export function send(
  url: string,
  ask: {
    readonly method: string
    readonly client: string
    readonly body?: Uint8Array
    readonly onSent?: (bytes: number) => void
  },
): Promise<{ readonly status: number; readonly body: Buffer }> {
  const { method, client, body = new Uint8Array(), onSent } = ask
  return new Promise((resolve) => {
    const broken = (): void => resolve({ status: 0, body: Buffer.alloc(0) })
    const outgoing = request(url, {
      method,
      agent: false,
      auth: `${client}:${clientPassword}`,
      headers: method === 'POST' ? { 'content-length': body.length } : {},
    })
    outgoing.once('error', broken)
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.once('error', broken)
      incoming.once('end', () => resolve({ status: incoming.statusCode ?? 0, body: Buffer.concat(chunks) }))
    })
    for (let at = 0; at < body.length; at += 65_536) {
      const piece = body.subarray(at, at + 65_536)
      outgoing.write(piece, () => onSent?.(piece.length))
    }
    outgoing.end()
  })
}
