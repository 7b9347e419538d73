import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { type Database, openDatabase } from '../../adapters/database/index.ts'
import { type Estate, parseEstate } from '../../core/estate/index.ts'
import { type OutsideOptions, type RunningOutside, serveOutside } from './index.ts'

const estateFile = fileURLToPath(new URL('../../../../../examples/estate.yaml', import.meta.url))

/** The small provider that the project ships. */
export function exampleEstate(): Estate {
  const parsed = parseEstate(readFileSync(estateFile, 'utf8'), estateFile)
  if ('estate' in parsed) return parsed.estate
  throw new Error('the example has problems')
}

/** A running server for strangers on a database of its own. */
export interface TestOutside extends AsyncDisposable {
  readonly url: string
  readonly home: string
  readonly database: Database
  readonly server: RunningOutside
  readonly lines: Readonly<Record<string, unknown>>[]
  get(path: string, headers?: Record<string, string>): Promise<Response>
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>
}

export async function openTestOutside(options: Partial<OutsideOptions> = {}): Promise<TestOutside> {
  const home = mkdtempSync(join(tmpdir(), 'anlauf-outside-'))
  const database = await openDatabase({ home })
  const lines: Readonly<Record<string, unknown>>[] = []
  const estate = exampleEstate()
  const server = await serveOutside({
    database,
    home,
    estate: () => estate,
    writeLog: (line) => void lines.push(line),
    ...options,
  })
  const url = `http://127.0.0.1:${server.port}`
  return {
    url,
    home,
    database,
    server,
    lines,
    get: (path, headers = {}) => fetch(`${url}${path}`, { headers, redirect: 'manual' }),
    post: (path, fields, headers = {}) =>
      fetch(`${url}${path}`, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers,
        redirect: 'manual',
      }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
