import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { openDatabase } from './adapters/database/index.ts'
import { startYaraScanner } from './adapters/scanners/index.ts'
import { type AnlaufContext, buildApp, runCli } from './doors/cli/index.ts'
import { drillCommand } from './drill/index.ts'

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stopping.abort(new DOMException(`Stopped by ${signal}.`, 'AbortError')))
}

// A reader that has seen enough (head, less) closes the pipe: the exit code says so, as that of other programs.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(141)
})

const context: AnlaufContext = {
  // Node's types allow `undefined` for the exit code where the command library's do not; it is the same object.
  process: process as AnlaufContext['process'],
  signal: stopping.signal,
  home: resolve(process.env['ANLAUF_HOME'] ?? '.anlauf'),
  bundledRules: fileURLToPath(new URL('../../../rules', import.meta.url)),
  now: () => new Date(),
  openDatabase,
  startScanner: startYaraScanner,
}

await runCli(buildApp({ drill: drillCommand }), process.argv.slice(2), context)
