import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const megabyte = 1_000_000

test('sizes that a hostile client declares are looked at before memory is spent on them', () => {
  const child = fileURLToPath(new URL('bombs-child.ts', import.meta.url))
  const run = spawnSync(process.execPath, [child], { encoding: 'utf8' })
  assert.equal(run.status, 0, run.stderr)
  const { codes, maxRss } = JSON.parse(run.stdout) as { codes: Record<string, string>; maxRss: number }
  assert.deepEqual(codes, {
    'a snapshot of 8 GiB': 'limit-exceeded',
    'a lock of 8 GiB': 'unreadable',
    'an index of 8 GiB': 'limit-exceeded',
    'stored bytes that are not there': 'limit-exceeded',
    'plain bytes beyond all blobs': 'damaged',
    'plain bytes that the frame cannot hold': 'damaged',
    'eight times 100 MiB from 3 KB': '8 problems',
    'the check of it': 'found',
    'a file of them is restored': 'damaged',
  })
  // Some 100 MB are Node and this program; an index may have 256 MiB, gathered in pieces and joined once.
  assert.ok(maxRss < 600 * megabyte, `${Math.round(maxRss / megabyte)} MB were resident`)
})
