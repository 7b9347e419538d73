import assert from 'node:assert/strict'
import { test } from 'node:test'

import { judgeLook } from './judge-look.ts'
import type { Look } from './look.ts'

function look(type: string | undefined, random: number): Look {
  const file = { device: 1n, inode: 2n, bornNs: 3n, changedNs: 4n, modifiedNs: 4n, size: 100_000, links: 1 }
  return {
    ...file,
    type,
    random,
    windows: 7,
    noise: random / 16,
    noisy: random * 20,
    isEven: false,
    blank: 0,
    isBlank: false,
    headSum: 0,
    tailSum: 0,
  }
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

test('a text of the same length with noisy blocks is destroyed, one that grew by a page of another encoding is not', () => {
  const text = { ...look('text', 0), noisy: 0 }
  const striped = { ...look(undefined, 0), noise: 0.13, noisy: 40 }
  assert.equal(judgeLook(text, striped).kind, 'destroyed')
  assert.equal(judgeLook(text, { ...striped, size: 120_000 }).kind, 'none')
  assert.equal(judgeLook({ ...text, noisy: 40 }, striped).kind, 'none')
})

test('a header that is gone is destruction at the same length, reserved space is not yet, nor is filling it', () => {
  const picture = look('jpeg', 5)
  assert.equal(judgeLook(picture, look(undefined, 0)).kind, 'destroyed')
  assert.equal(judgeLook(picture, { ...look(undefined, 0), isBlank: true }).kind, 'ask-validator')
  const reserved = { ...look(undefined, 0), blank: 6 }
  assert.equal(judgeLook(reserved, look(undefined, 7)).kind, 'none')
})

test('a text that became an even mixture of few symbols is put to a check, one that was one is not', () => {
  const text = { ...look('text', 0), size: 90_000 }
  assert.equal(judgeLook(look('text', 0), { ...text, isEven: true }).kind, 'ask-validator')
  assert.equal(judgeLook({ ...look('text', 0), isEven: true }, { ...text, isEven: true }).kind, 'none')
})

test('zeros in place of a text are destruction, a document that is emptied is looked at again', () => {
  const zeros = { ...look(undefined, 0), noise: 1, blank: 7, isBlank: true }
  assert.equal(judgeLook(look('text', 0), zeros).kind, 'destroyed')
  assert.equal(judgeLook(look('zip', 7), { ...look(undefined, 0), size: 0 }).kind, 'ask-validator')
  assert.equal(judgeLook(look('text', 0), { ...look(undefined, 0), size: 0 }).kind, 'none')
})
