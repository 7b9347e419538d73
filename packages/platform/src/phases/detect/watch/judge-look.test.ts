import assert from 'node:assert/strict'
import { test } from 'node:test'

import { judgeLook } from './judge-look.ts'
import type { Look } from './look.ts'

function look(type: string | undefined, random: number): Look {
  const file = { device: 1n, inode: 2n, bornNs: 3n, changedNs: 4n, size: 100_000, links: 1 }
  return { ...file, type, random, windows: 7, noise: random / 16 }
}

test('a new container that hides its content is as strange as noise, a picture is not', () => {
  assert.equal(judgeLook(undefined, look(undefined, 7)).kind, 'random-newcomer')
  assert.equal(judgeLook(undefined, look('7z', 7)).kind, 'random-newcomer')
  assert.equal(judgeLook(undefined, look('jpeg', 7)).kind, 'none')
})

test('of what lies open four more random windows are destruction, of what is packed only a validator can tell', () => {
  assert.equal(judgeLook(look('tar', 0), look('tar', 5)).kind, 'destroyed')
  assert.equal(judgeLook(look('tar', 0), look('tar', 3)).kind, 'ask-validator')
  assert.equal(judgeLook(look('iso-media', 0), look('iso-media', 5)).kind, 'ask-validator')
  assert.equal(judgeLook(look('tar', 0), look('gzip', 7)).kind, 'ask-validator')
  assert.equal(judgeLook(look('bmp', 1), look(undefined, 7)).kind, 'destroyed')
})
