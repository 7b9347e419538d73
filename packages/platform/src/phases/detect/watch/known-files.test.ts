import assert from 'node:assert/strict'
import { test } from 'node:test'

import { knownFiles } from './known-files.ts'
import type { Look } from './look.ts'

const look = (inode: bigint, bornNs: bigint, type = 'text'): Look => ({
  device: 1n,
  inode,
  bornNs,
  changedNs: 5n,
  modifiedNs: 5n,
  size: 10,
  links: 1,
  type,
  random: 0,
  windows: 0,
  noise: 0,
  noisy: 0,
  isEven: false,
  blank: 0,
  isBlank: false,
  headSum: 0,
  tailSum: 0,
})

test('a file is found under its inode after a rename, not after the number was given to another one', () => {
  const known = knownFiles()
  known.set('/a', look(7n, 100n))
  assert.equal(known.byInode(look(7n, 100n))?.changedNs, 5n)
  assert.equal(known.byInode(look(7n, 200n)), undefined, 'born later: another file')
  known.delete('/a')
  assert.ok(known.byInode(look(7n, 100n)), 'a name that went may be a rename')
  assert.equal(known.byInode(look(7n, 200n)), undefined, 'the number was given again')
})

test('a name that was saved over by a new file does not speak for the inode it had', () => {
  const known = knownFiles()
  known.set('/notes', look(7n, 100n))
  known.set('/notes', look(8n, 200n))
  // Born in the same tick of the clock, with the number that became free.
  assert.equal(known.byInode(look(7n, 200n, '7z')), undefined)
  assert.equal(known.byInode(look(8n, 200n))?.type, 'text')
})
