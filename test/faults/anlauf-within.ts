import { fileURLToPath } from 'node:url'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { containerSplitter, startScanners } from '../../packages/platform/src/adapters/scanners/index.ts'
import type { AnlaufContext } from '../../packages/platform/src/doors/cli/context.ts'
import { openApp, runCli } from '../../packages/platform/src/doors/cli/index.ts'
import { drillRoutes } from '../../packages/platform/src/drill/index.ts'
import type { Ended } from './anlauf-process.ts'

const bundledRules = fileURLToPath(new URL('../../rules', import.meta.url))

/**
 * The same command line inside this process, for a command that no fault of the run is aimed at: its start-up
 * would take ten times as long as its work.
 */
export async function anlaufWithin(args: readonly string[], env: Record<string, string>): Promise<Ended> {
  const texts = { stdout: '', stderr: '' }
  const context: AnlaufContext = {
    process: {
      stdin: (async function* () {})(),
      stdout: {
        write(data, done) {
          texts.stdout += Buffer.from(data).toString()
          done?.()
        },
      },
      stderr: { write: (text) => void (texts.stderr += text) },
      env,
    },
    signal: new AbortController().signal,
    home: env['ANLAUF_HOME'] ?? '',
    bundledRules,
    now: () => new Date(),
    openDatabase,
    // As many as on the one core to which other commands are kept.
    startScanner: (options) => startScanners({ ...options, processes: 1, containers: { threads: 1 } }),
    openContainers: async () => containerSplitter({ threads: 1 }),
  }
  // A database's connections do not keep a process alive.
  const awake = setInterval(() => undefined, 1000)
  await runCli(await openApp(args, { drill: async () => drillRoutes }), args, context)
  clearInterval(awake)
  const code = /^Code: (\S+)$/m.exec(texts.stderr)?.[1] ?? ''
  return { exitCode: Number(context.process.exitCode), signal: null, ...texts, code, isHung: false }
}
