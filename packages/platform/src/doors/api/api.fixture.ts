import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { type Database, evidenceLog, openDatabase } from '../../adapters/database/index.ts'
import { type CaseSession, openCase } from '../../core/case/index.ts'
import type { EvidenceLog } from '../../core/evidence/index.ts'
import { type RunningApi, serveApi, type ServeOptions } from './index.ts'

/** A running API on a database of its own. */
export interface TestApi extends AsyncDisposable {
  readonly url: string
  /** The port that it listens on. */
  readonly listening: number
  readonly home: string
  readonly database: Database
  readonly log: EvidenceLog
  readonly token: string
  readonly metricsUrl: string | undefined
  firstLink(): Promise<string | undefined>
  /** What the server wrote to its log. */
  readonly lines: Readonly<Record<string, unknown>>[]
  /** As a program of the account. */
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** As a program of the account, each with a key of its own; `path` begins with `/api/`. */
  post(path: string, body: object, headers?: Record<string, string>): Promise<Response>
  declare(caseId: string): Promise<CaseSession>
  /** Ends the server; the database stays. */
  stop(): Promise<void>
}

export async function openApi(options: Partial<ServeOptions> = {}): Promise<TestApi> {
  const home = mkdtempSync(join(tmpdir(), 'anlauf-api-'))
  const database = await openDatabase({ home })
  const lines: Readonly<Record<string, unknown>>[] = []
  const api: RunningApi = await serveApi({
    database,
    home,
    account: 'account tester',
    writeLog: (line) => void lines.push(line),
    ...options,
  })
  const token = readFileSync(api.tokenFile, 'utf8').trim()
  const log = evidenceLog(database)
  let stopped: Promise<void> | undefined
  const stop = (): Promise<void> => (stopped ??= Promise.resolve(api[Symbol.asyncDispose]()))
  return {
    url: api.url,
    listening: api.port,
    home,
    database,
    log,
    token,
    metricsUrl: api.metricsUrl,
    lines,
    firstLink: () => api.firstLink(),
    get: (path, headers = {}) =>
      fetch(`${api.url}${path}`, { headers: { Authorization: `Bearer ${token}`, ...headers } }),
    post: (path, body, headers = {}) =>
      fetch(`${api.url}${path}`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${token}`,
          'Content-Type': 'application/json',
          'Idempotency-Key': randomUUID(),
          ...headers,
        },
        body: JSON.stringify(body),
      }),
    async declare(caseId) {
      const session = await openCase(log, caseId)
      await session.execute(
        {
          command: 'declare',
          title: 'Encrypted shares',
          exercise: true,
          tenants: ['nordwind', 'alpenblick'],
          services: ['share'],
        },
        by,
      )
      return session
    },
    stop,
    async [Symbol.asyncDispose]() {
      await stop()
      await database[Symbol.asyncDispose]()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

export const by = { actor: 'account tester', at: '2026-03-11T06:00:00.000Z' }
