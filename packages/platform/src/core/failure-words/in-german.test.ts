import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { failureTitle, inGerman, saidIn } from './index.ts'
import { matchPattern, patternOf } from './pattern.ts'

test('names and numbers stand in the German where German wants them', () => {
  assert.equal(inGerman('The case has no unit "nordwind".'), 'Der Fall hat keine Einheit „nordwind“.')
  assert.equal(
    inGerman('The case is at entry 12, you decided on entry 9.'),
    'Der Fall steht bei Eintrag 12, Sie haben nach Eintrag 9 entschieden.',
  )
})

test('a reason of ours inside a sentence of ours is German too', () => {
  assert.equal(
    inGerman('The signature does not count: the passkey signed for another domain.'),
    'Die Unterschrift zählt nicht: der Passkey hat für eine andere Domain unterschrieben.',
  )
  assert.equal(
    inGerman('Missing: a verdict for every file; approval by two different people with two different keys.'),
    'Es fehlt: ein Urteil für jede Datei; die Freigabe durch zwei verschiedene Menschen mit zwei verschiedenen Schlüsseln.',
  )
  assert.equal(inGerman('It is for: nobody.'), 'Es gilt für: niemand.')
})

test('a case called "none" keeps its name', () => {
  assert.equal(inGerman('There is no case "none".'), 'Es gibt keinen Fall „none“.')
})

test('what nobody of us said stays as it was said', () => {
  assert.equal(inGerman('connect ECONNREFUSED 127.0.0.1:5432'), undefined)
  assert.equal(saidIn('de', 'connect ECONNREFUSED 127.0.0.1:5432'), 'connect ECONNREFUSED 127.0.0.1:5432')
  assert.equal(saidIn('en', 'The case is closed.'), 'The case is closed.')
  assert.equal(failureTitle('gate-closed', 'en'), 'gate closed')
  assert.equal(failureTitle('gate-closed', 'de'), 'Das Tor ist zu')
})

test('whatever is filled in, the sentence is found again and nothing of it is lost', () => {
  const literal = fc.stringMatching(/^[a-z ."]{1,12}$/)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string(), literal), { minLength: 1, maxLength: 6 }),
      literal,
      (filled, first) => {
        const english = first + filled.map(([, after], at) => `{${at + 1}}${after}`).join('')
        const sentence = first + filled.map(([value, after]) => value + after).join('')
        const pattern = patternOf(english)
        const values = matchPattern(pattern, sentence)
        assert.ok(values)
        // Not always the same values (a name can hold what stands behind it), but always all of the sentence.
        const again = pattern.literals.map((text, at) => text + (values[at] ?? '')).join('')
        assert.equal(again, sentence)
      },
    ),
  )
})

test('a name of a stranger as long as a body takes no time', () => {
  const before = process.cpuUsage()
  for (const name of ['" '.repeat(500_000), '. '.repeat(9_000), ' ('.repeat(9_000), '; '.repeat(9_000)]) {
    saidIn('de', `The case has no unit "${name}".`)
  }
  const { user } = process.cpuUsage(before)
  assert.ok(user < 2_000_000, `${user} µs`)
})
