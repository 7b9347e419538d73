import assert from 'node:assert/strict'
import { test } from 'node:test'

import { PlayedDesk } from '../played-desk.fixture.ts'
import { filledTemplate } from './filled-template.fixture.ts'
import { sieveScript } from './sieve.ts'

function withReply(text = '.hidden\nEnde.'): PlayedDesk {
  const played = new PlayedDesk().declare()
  for (const name of ['reply-1', 'reply-2']) {
    const draft = filledTemplate('auto-reply', played.now, text, name)
    const parts = (draft.parts ?? []).map((one) =>
      one.part === 'accepted'
        ? { ...one, text: { de: `Angenommen.\n${text}`, en: `Accepted.\n${text}` } }
        : one,
    )
    played
      .run({ command: 'draft', draft: { ...draft, parts } })
      .approve(name)
      .run({ command: 'publish', update: name })
  }
  return played
}

test('a reply in both languages under the handle of its phase; a line with a dot does not end it', () => {
  const { desk } = withReply()
  const { handle, script } = sieveScript(desk, 'reply-2', {
    addresses: ['info@nordwind.example', 'it@nordwind.example'],
  })
  assert.equal(handle, 'incident-case-2026-03/phase-2')
  assert.match(script, /:addresses \["info@nordwind\.example", "it@nordwind\.example"\]\r\n/)
  assert.match(script, /\r\n\.\.hidden\r\n/)
  assert.match(script, /Ihre Nachricht\r\nAngenommen\.[^]*---[^]*Your message\r\nAccepted\./)
  assert.match(script, /Aktueller Stand: https:\/\/status\.elsewhere\.example\//)
  assert.equal(script.match(/\r\n\.\r\n/g)?.length, 1)
  assert.equal(
    sieveScript(desk, 'reply-1', { addresses: ['a@b.example'] }).handle,
    'incident-case-2026-03/phase-1',
  )
  assert.equal(desk.published.length, 0, 'it has no page')
})

test('an exercise says so above and below, and in the subject', () => {
  const { script } = sieveScript(withReply().desk, 'reply-1', {
    addresses: ['a@b.example'],
    mark: 'ÜBUNG / EXERCISE',
  })
  assert.match(script, /:subject "\[ÜBUNG \/ EXERCISE\] Automatische/)
  assert.equal(script.match(/\*\*\* ÜBUNG \/ EXERCISE \*\*\*/g)?.length, 2)
})

test('addresses that would end a string, none at all, or no days are refused', () => {
  const { desk } = withReply()
  for (const addresses of [
    [],
    ['a@b.example"];discard;#'],
    ['a@b.example\r\nstop;'],
    ['a b@c.example'],
    ['a@b'],
  ]) {
    assert.throws(() => sieveScript(desk, 'reply-1', { addresses }), /address/)
  }
  for (const days of [0, 31, Number.NaN, 1.5]) {
    assert.throws(() => sieveScript(desk, 'reply-1', { addresses: ['a@b.example'], days }), /number of days/)
  }
  assert.throws(
    () => sieveScript(desk, 'nosuch', { addresses: ['a@b.example'] }),
    /no approved automatic reply "nosuch"/,
  )
})
