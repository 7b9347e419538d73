#!/usr/bin/env node
// Starts the command line under the Node version this project pins, whatever Node found this file.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const pinnedMajor = 26
if (Number(process.versions.node.split('.')[0]) >= pinnedMajor) {
  await import('../src/main.ts')
} else {
  const node = createRequire(import.meta.url).resolve('node/bin/node')
  const main = fileURLToPath(import.meta.url)
  const run = spawnSync(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(run.status ?? 1)
}
