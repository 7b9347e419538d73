#!/usr/bin/env node
// Starts the command line under the Node version this project pins, whatever Node found this file.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

// Stripped and compiled once, not at every start: 0.2 s instead of 0.6 s a command, in threads and children too.
// The cache lies inside the installation, never in a folder that others may write to.
const cache = fileURLToPath(new URL('../../../node_modules/.cache/compiled', import.meta.url))
const pinnedMajor = 26
if (
  Number(process.versions.node.split('.')[0]) >= pinnedMajor &&
  process.env.NODE_COMPILE_CACHE !== undefined
) {
  await import('../src/main.ts')
} else {
  const node = createRequire(import.meta.url).resolve('node/bin/node')
  const main = fileURLToPath(import.meta.url)
  const run = spawnSync(node, ['--disable-warning=ExperimentalWarning', main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: cache, ...process.env },
  })
  process.exit(run.status ?? 1)
}
