import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

import { openApp } from './doors/cli/app.ts'
import type { AnlaufContext } from './doors/cli/context.ts'
import { runCli } from './doors/cli/run-cli.ts'
import { parentChannel } from './doors/cli/terminal/parent-channel.ts'

const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stopping.abort(new DOMException(`Stopped by ${signal}.`, 'AbortError')))
}

// A reader that has seen enough (head, less) closes the pipe: the exit code says so, as that of other programs.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(141)
})

const onProgress = parentChannel(stopping)
const context: AnlaufContext = {
  // Node's types allow `undefined` for the exit code where the command library's do not; it is the same object.
  process: process as AnlaufContext['process'],
  signal: stopping.signal,
  ...(onProgress !== undefined && { onProgress }),
  home: resolve(process.env['ANLAUF_HOME'] ?? '.anlauf'),
  bundledRules: fileURLToPath(new URL('../../../rules', import.meta.url)),
  now: () => new Date(),
  openDatabase: async (location) => (await import('./adapters/database/index.ts')).openDatabase(location),
  startScanner: async (options) => (await import('./adapters/scanners/index.ts')).startScanners(options),
  openContainers: async () => (await import('./adapters/scanners/index.ts')).containerSplitter(),
}

const inputs = process.argv.slice(2)
const drill = async () => (await import('./drill/index.ts')).drillRoutes
await runCli(await openApp(inputs, { drill }), inputs, context)
