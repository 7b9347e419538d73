import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { buildCommand } from '@stricli/core'

import { openDatabase } from '../../adapters/database/index.ts'
import { openApp } from './app.ts'
import type { AnlaufContext } from './context.ts'
import { runCli } from './run-cli.ts'

/** The small provider that the project ships. */
export const exampleEstate = fileURLToPath(new URL('../../../../../examples/estate.yaml', import.meta.url))

/** The small provider without its legal profile, as a file of this test: its case starts with one entry. */
export function estateWithoutLaw(cli: Pick<TestCli, 'at'>): string {
  const text = readFileSync(exampleEstate, 'utf8').replace(/^legal:[^]*^clusters:/m, 'clusters:')
  const file = cli.at('estate-without-law.yaml')
  writeFileSync(file, text)
  return file
}

/** What one command line came to. */
interface Ran {
  readonly exitCode: number
  readonly stdout: string
  /** What `stdout` is the text of. */
  readonly bytes: Buffer
  readonly stderr: string
}

/** The command line in this process, with a folder and a home of its own; everything behind it is real. */
export interface TestCli extends AsyncDisposable {
  readonly folder: string
  readonly env: Record<string, string>
  /** A path below the folder. */
  at(...names: string[]): string
  /** The clock of the commands goes so far ahead. */
  later(ms: number): void
  /** What the next command finds on its standard input. */
  pipe(bytes: string | Uint8Array): void
  run(...args: string[]): Promise<Ran>
  /** Runs with `--json` and parses what stdout says; fails when the exit code is another. */
  json<Answer>(args: readonly string[], exitCode?: number): Promise<Answer>
}

/** Scanner and containers come from the test: only tests may know doors and scanners at once. */
export function openCli({
  startScanner,
  openContainers = () => Promise.reject(new Error('nothing is taken apart in this test')),
}: Pick<AnlaufContext, 'startScanner'> & Partial<Pick<AnlaufContext, 'openContainers'>>): TestCli {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-cli-'))
  const env: Record<string, string> = {
    RESTIC_REPOSITORY: join(folder, 'repository'),
    RESTIC_PASSWORD: 'only for this test',
  }
  const drill = buildCommand<{ json: boolean }, [], AnlaufContext>({
    docs: { brief: 'Not part of these tests' },
    parameters: { flags: { json: { kind: 'boolean', default: false, brief: 'JSON on stdout' } } },
    func() {},
  })
  let input: Uint8Array = Buffer.alloc(0)
  let ahead = 0
  async function* piped(): AsyncGenerator<Uint8Array> {
    yield input
    input = Buffer.alloc(0)
  }

  async function run(...args: string[]): Promise<Ran> {
    const stdout: Buffer[] = []
    const stderr: string[] = []
    const context: AnlaufContext = {
      process: {
        stdin: piped(),
        stdout: {
          write(data, done) {
            stdout.push(Buffer.from(data))
            done?.()
          },
        },
        stderr: { write: (text) => void stderr.push(text) },
        env,
      },
      signal: new AbortController().signal,
      home: join(folder, 'home'),
      bundledRules: fileURLToPath(new URL('../../../../../rules', import.meta.url)),
      now: () => new Date(Date.now() + ahead),
      openDatabase,
      startScanner: (options) => startScanner({ ...options, processes: 1 }),
      openContainers,
    }
    await runCli(await openApp(args, { drill: async () => drill }), args, context)
    const bytes = Buffer.concat(stdout)
    return {
      exitCode: Number(context.process.exitCode),
      stdout: bytes.toString(),
      bytes,
      stderr: stderr.join(''),
    }
  }

  return {
    folder,
    env,
    at: (...names) => join(folder, ...names),
    later: (ms) => void (ahead += ms),
    pipe: (bytes) => void (input = Buffer.from(bytes)),
    run,
    async json<Answer>(args: readonly string[], exitCode = 0) {
      const ran = await run(...args, '--json')
      if (ran.exitCode !== exitCode) {
        throw new Error(`${args.join(' ')} ended with ${ran.exitCode}: ${ran.stdout}${ran.stderr}`)
      }
      return JSON.parse(ran.stdout) as Answer
    },
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
