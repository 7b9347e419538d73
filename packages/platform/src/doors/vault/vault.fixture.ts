import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Client, clientFile, hashPassword, type Role, writeClients } from './access/index.ts'
import type { Clock } from './journal/index.ts'
import { type RunningVault, type ServeOptions, serveVault } from './server/serve-vault.ts'

/** What a raw request came to. */
export interface Reply {
  readonly status: number
  /** The status line's text, which restic prints. */
  readonly reason: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export interface Ask {
  readonly method?: string
  readonly client?: string
  /** `name:password` as it stands before base64; overrides `client`. */
  readonly userInfo?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

/** A clock that tests set. The monotonic one goes on by itself only when asked to. */
export function testClock(start = Date.parse('2026-03-01T00:00:00Z')): Clock & {
  wall: number
  monotonic: number
  pass(ms: number): void
} {
  return {
    wall: start,
    monotonic: 0,
    wallMs() {
      return this.wall
    },
    monotonicMs() {
      return this.monotonic
    },
    pass(ms) {
      this.wall += ms
      this.monotonic += ms
    },
  }
}

/** The password of every client of these tests. */
export const clientPassword = 'only-for-this-test'

/** A vault in a folder of its own, with clients, and raw requests to it. */
export interface TestVault extends AsyncDisposable {
  readonly folder: string
  readonly logged: string[]
  readonly running: RunningVault
  readonly url: string
  /** Adds or replaces clients, all of tenant `acme` unless said otherwise; an empty password means none. */
  clients(...clients: (Partial<Client> & { name: string; role: Role })[]): Promise<void>
  ask(path: string, ask?: Ask): Promise<Reply>
  start(path: string, ask?: Ask): ClientRequest
  /** `rest:` URL for restic. */
  rest(client: string, path?: string): string
  restart(options?: Partial<ServeOptions>): Promise<void>
  journal(tenant?: string): Record<string, unknown>[]
}

const smallLimits = { minFreeBytes: 0, minReadBudgetBytes: 1024 * 1024 }

export async function openTestVault(options: Partial<ServeOptions> = {}): Promise<TestVault> {
  const base = existsSync('/dev/shm') && options.vault === undefined ? '/dev/shm' : tmpdir()
  const folder = options.vault ?? mkdtempSync(join(base, 'anlauf-vault-'))
  const logged: string[] = []
  const all = new Map<string, Client>()
  const password = await hashPassword(clientPassword)
  const start = (more: Partial<ServeOptions> = {}): Promise<RunningVault> =>
    serveVault({
      vault: folder,
      writeLog: (line) => logged.push(line),
      ...options,
      ...more,
      limits: { ...smallLimits, ...options.limits, ...more.limits },
    })
  let running = await start()

  function open(path: string, ask: Ask = {}): ClientRequest {
    const { method = 'GET', client, userInfo, headers = {}, body } = ask
    const info = userInfo ?? (client === undefined ? undefined : `${client}:${clientPassword}`)
    const { hostname, port } = new URL(running.url)
    return request({
      host: hostname,
      port,
      path,
      method,
      agent: false,
      headers: {
        ...(info === undefined ? {} : { authorization: `Basic ${Buffer.from(info).toString('base64')}` }),
        ...(body === undefined ? {} : { 'content-length': String(body.length) }),
        ...headers,
      },
    })
  }

  return {
    folder,
    logged,
    get running() {
      return running
    },
    get url() {
      return running.url
    },
    async clients(...clients) {
      for (const client of clients) {
        const { password: own, ...rest } = { password, ...client }
        const createdAt = '2026-01-01T00:00:00Z'
        all.set(client.name, { tenants: ['acme'], createdAt, ...rest, ...(own !== '' && { password: own }) })
      }
      writeClients(clientFile(folder), all.values())
    },
    start: open,
    ask: (path, ask = {}) => reply(open(path, ask), ask.body),
    rest: (client, path = 'acme') =>
      `rest:${running.url.replace('://', `://${client}:${clientPassword}@`)}/${path}/`,
    async restart(more = {}) {
      await running.close()
      running = await start(more)
    },
    journal: (tenant = 'acme') =>
      readFileSync(join(folder, 'journals', `${tenant}.ndjson`), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    async [Symbol.asyncDispose]() {
      await running.close()
      if (options.vault === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Sends a body and waits for the whole answer. */
export async function reply(outgoing: ClientRequest, body?: Uint8Array): Promise<Reply> {
  return new Promise((resolve, reject) => {
    outgoing.once('error', reject)
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = []
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
      incoming.once('error', reject)
      incoming.once('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          reason: incoming.statusMessage ?? '',
          headers: incoming.headers,
          body: Buffer.concat(chunks),
        }),
      )
    })
    outgoing.end(body)
  })
}

/** Random bytes and the name they must have. */
export function someObject(size = 100): { readonly id: string; readonly body: Buffer } {
  const body = randomBytes(size)
  return { id: createHash('sha256').update(body).digest('hex'), body }
}
