import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { openDatabase } from '../../packages/platform/src/adapters/database/open-database.ts'
import { evidenceLog } from '../../packages/platform/src/adapters/database/index.ts'
import { openCase } from '../../packages/platform/src/core/case/index.ts'
import { openWork, type Work } from '../../packages/platform/src/adapters/work/index.ts'
import {
  clientFile,
  hashPassword,
  writeClients,
} from '../../packages/platform/src/doors/vault/access/index.ts'
import { approve, declaredCase } from '../../packages/platform/src/phases/recover/case.fixture.ts'
import {
  planFact,
  type RecoveryPlan,
  writePlanFile,
} from '../../packages/platform/src/phases/recover/index.ts'
import { type Started, startAnlauf } from '../faults/anlauf-process.ts'
import { seededEstate } from './estate.ts'
import { freePort, type TcpPostgres, tcpPostgres } from './tcp-postgres.ts'

export const password = 'correct horse battery staple'
export const vaultPassword = 'only-for-this-test'

/** A program that runs until it is stopped, and what it said. */
export interface Running extends AsyncDisposable {
  readonly pid: number
  said(): string
  signal(name: NodeJS.Signals): void
  readonly ended: Promise<number | null>
}

/** One PostgreSQL, one vault with an estate in it, a declared case, and a folder that all machines see. */
export interface Ground extends AsyncDisposable {
  readonly folder: string
  readonly shared: string
  readonly plan: RecoveryPlan
  readonly work: Work
  readonly vault: { stop(): Promise<void>; start(): Promise<void> }
  readonly postgres: TcpPostgres
  /** A worker; `on` goes before its command. */
  worker(on?: readonly string[]): Running
  anlauf(...args: string[]): Started
  /** Everything that the database holds, as text. */
  inDatabase(): Promise<string>
  /** `recover run` of the same plan into `single` and `sealed`, without a case. */
  readonly single: readonly string[]
  /** What names plan, case and folders. */
  readonly distribute: readonly string[]
}

/** Fills the vault and plans what comes back. `location` names the vault for one of its clients. */
export type EstateMaker = (
  folder: string,
  vault: { readonly location: (client: string) => string; readonly password: string },
) => Promise<RecoveryPlan>

export async function openGround(address: string, makeEstate: EstateMaker = seededEstate): Promise<Ground> {
  await using made = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-scale-out-'))
  made.defer(() => rmSync(folder, { recursive: true, force: true }))
  const postgres = made.use(await tcpPostgres(address))
  const vaultFolder = join(folder, 'vault')
  mkdirSync(vaultFolder)
  const port = await freePort(address)
  await nameClients(vaultFolder)
  const location = (client: string): string =>
    `rest:http://${client}:${vaultPassword}@${address}:${port}/acme/`
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    ANLAUF_HOME: join(folder, 'home'),
    DATABASE_URL: postgres.url,
    RESTIC_REPOSITORY: location('reader'),
    RESTIC_PASSWORD_FILE: passwordFile,
  }
  const programs = made.use(new AsyncDisposableStack())
  const run = (on: readonly string[], args: readonly string[]): Running =>
    programs.use(start([...on, process.execPath, program, ...args], env))
  let vault: Running | undefined
  const listen = ['vault', 'serve', '--vault', vaultFolder, '--listen', `${address}:${port}`, '--plain-http']
  const startVault = async (): Promise<void> => {
    vault = run([], listen)
    while (!(await isOpen(`http://${address}:${port}/`))) await sleep(50)
  }
  await startVault()
  const plan = await makeEstate(folder, { location, password })
  const planFile = join(folder, 'plan.json')
  writePlanFile(planFile, plan)
  await declare(postgres.url, plan)
  const shared = join(folder, 'shared')
  const work = made.use(await openWork({ url: postgres.url }))
  const all = made.move()
  return {
    folder,
    shared,
    plan,
    work,
    postgres,
    vault: {
      start: startVault,
      async stop() {
        vault?.signal('SIGKILL')
        await vault?.ended
      },
    },
    worker: (on = []) => run(on, ['worker', '--shared', shared, '--lease-seconds', '5', '--no-lock']),
    anlauf: (...args) => startAnlauf(args, env),
    inDatabase: () => allRows(postgres.url),
    single: [
      'recover', 'run', '--plan', planFile, '--no-lock', '--json',
      '--clean-room', join(folder, 'single'), '--quarantine', join(folder, 'sealed'),
    ],
    distribute: [
      'recover', 'distribute', '--plan', planFile, '--shared', shared, '--case', 'case-1',
      '--part-size', '1MB', '--no-lock', '--json',
    ],
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  } // prettier-ignore
}

const program = join(import.meta.dirname, '../../packages/platform/bin/anlauf.js')

function start([command = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): Running {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => (text += piece.toString()))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  return {
    pid: child.pid ?? 0,
    said: () => text,
    signal: (name) => void child.kill(name),
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function nameClients(vault: string): Promise<void> {
  const hash = await hashPassword(vaultPassword)
  const createdAt = '2026-01-01T00:00:00Z'
  const client = { tenants: ['acme'], createdAt, password: hash }
  writeClients(clientFile(vault), [
    { ...client, name: 'founder', role: 'provisioner' },
    { ...client, name: 'writer', role: 'writerStock' },
    { ...client, name: 'reader', role: 'restorer' },
  ])
}

async function isOpen(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  )
}

async function allRows(url: string): Promise<string> {
  await using database = await openDatabase({ url })
  const tables = await database.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('dbos', 'anlauf')`,
  )
  const rows = await Promise.all(
    tables.map(({ name }) => database.query<{ row: string }>(`select t::text as row from ${name} t`)),
  )
  return rows.flatMap((table) => table.map(({ row }) => row)).join('\n')
}

/** Two people approve what the case knows of a unit. */
export async function approveUnit(url: string, unit: string): Promise<void> {
  await using database = await openDatabase({ url })
  await approve(await openCase(evidenceLog(database), 'case-1'), unit, undefined, new Date().toISOString())
}

/** The case holds the plan, as `recover plan --case` records it. */
async function declare(url: string, plan: RecoveryPlan): Promise<void> {
  await using database = await openDatabase({ url })
  const units = plan.units.map(({ unit }) => unit)
  const session = await declaredCase(evidenceLog(database), units)
  const by = { actor: 'test', at: '2026-03-11T06:00:00.000Z' }
  await session.execute({ command: 'record', facts: plan.units.map(planFact) }, by)
}
