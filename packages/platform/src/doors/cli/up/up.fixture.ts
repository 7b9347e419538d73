import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import type { Database } from '../../../adapters/database/index.ts'
import type { JobShown } from '../../api/index.ts'

const main = fileURLToPath(new URL('../../../main.ts', import.meta.url))

/** `anlauf up` as a process of its own. */
export interface RunningUp {
  readonly child: ChildProcess
  readonly url: string
  readonly token: string
  readonly said: { stdout: string; stderr: string }
  readonly ended: Promise<readonly [number | null, NodeJS.Signals | null]>
}

/** Starts it and waits for its address. Throws with what it said when it ends before. */
export async function startUp(home: string, args: readonly string[] = []): Promise<RunningUp> {
  const env = { ...process.env, ANLAUF_HOME: home, DATABASE_URL: '' }
  const child = spawn(process.execPath, [main, 'up', '--listen', '127.0.0.1:0', '--json', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { stdout: '', stderr: '' }
  child.stderr.on('data', (data: Buffer) => void (said.stderr += data.toString()))
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const isUp = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      said.stdout += data.toString()
      if (said.stdout.includes('}\n')) resolve()
    })
  })
  await Promise.race([isUp, ended])
  if (!said.stdout.includes('}\n')) throw new Error(`It did not start: ${said.stderr}`)
  const { url, tokenFile } = JSON.parse(said.stdout) as { url: string; tokenFile: string }
  return { child, url, token: readFileSync(tokenFile, 'utf8').trim(), said, ended }
}

/** What a person signed in sends and gets, as a browser on the server's own page. */
export interface Person {
  get<Answer>(path: string): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
}

/** A session of a person, as if a passkey had opened it; to sign in has tests of its own. Gives what a browser sends. */
export async function sessionOf(
  database: Pick<Database, 'query'>,
  { name, roles }: { name: string; roles: readonly string[] },
): Promise<Readonly<Record<string, string>>> {
  const token = randomBytes(32).toString('base64url')
  const at = new Date()
  const soon = new Date(at.getTime() + 3_600_000)
  await database.query('insert into anlauf.person (name, roles, created_at) values ($1, $2, $3)', [
    name,
    roles,
    at,
  ])
  await database.query(
    `insert into anlauf.passkey (credential_id, person, public_key, counter, transports, created_at)
     values ($1, $2, $3, 0, '{}', $4)`,
    [`key of ${name}`, name, randomBytes(65), at],
  )
  await database.query(
    `insert into anlauf.session (token_hash, person, credential_id, created_at, seen_at, expires_at)
     values ($1, $2, $3, $4, $4, $5)`,
    [createHash('sha256').update(token).digest(), name, `key of ${name}`, at, soon],
  )
  return { Cookie: `__Host-anlauf=${token}`, 'Sec-Fetch-Site': 'same-origin' }
}

export async function signedIn(
  database: Database,
  url: () => string,
  person: { name: string; roles: readonly string[] },
): Promise<Person> {
  const headers = await sessionOf(database, person)
  return {
    async get<Answer>(path: string) {
      const answer = await fetch(`${url()}${path}`, { headers })
      const text = await answer.text()
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text}`)
      return JSON.parse(text) as Answer
    },
    post: (path, body = {}, more = {}) =>
      fetch(`${url()}${path}`, {
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID(), ...more },
        body: JSON.stringify(body),
      }),
  }
}

/** Asks for a job and waits until it has ended. */
export async function doJobOver(
  person: Person,
  caseId: string,
  body: Readonly<Record<string, unknown>>,
): Promise<JobShown> {
  const asked = await person.post(`/api/cases/${caseId}/jobs`, body)
  const text = await asked.text()
  if (asked.status !== 202) throw new Error(`${JSON.stringify(body)}: ${asked.status} ${text}`)
  return endOf(person, caseId, (JSON.parse(text) as JobShown).id)
}

export async function endOf(person: Person, caseId: string, id: string): Promise<JobShown> {
  const until = Date.now() + 120_000
  for (;;) {
    const job = await person.get<JobShown>(`/api/cases/${caseId}/jobs/${encodeURIComponent(id)}`)
    if (job.state !== 'waiting' && job.state !== 'running') return job
    if (Date.now() > until) throw new Error(`${id} did not end: ${JSON.stringify(job)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
