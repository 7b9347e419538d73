import assert from 'node:assert/strict'
import { test } from 'node:test'

import { messages, updateTexts } from './index.ts'

/** Every sentence of a language with its place; sentences with gaps are filled with typical values. */
function sentences(value: unknown, place: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[place, value]]
  if (typeof value === 'function') {
    const fill = value as (...gaps: unknown[]) => unknown
    const gaps: readonly (readonly unknown[])[] = [
      [1, place.endsWith('.restoring') ? '1' : 1, 1],
      [2, 5, 7],
      ['A', 'B', 'C'],
    ]
    // Its gap is an object; pages test it with real times.
    if (place.endsWith('.moment')) return []
    return gaps.flatMap((gap) => sentences(fill(...gap), `${place}(${gap.slice(0, fill.length).join()})`))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => sentences(part, `${place}.${name}`))
}

const german = sentences({ ...messages.de, updates_: updateTexts.de }, 'de')
const english = sentences({ ...messages.en, updates_: updateTexts.en }, 'en')

test('both languages say the same things: as many sentences, answers and pieces of advice', () => {
  const places = (list: typeof german): readonly string[] => list.map(([place]) => place.slice(3))
  assert.deepEqual(places(german), places(english))
  assert.ok(german.length > 150)
})

test('no sentence is empty, has stray blanks, or two languages mixed up', () => {
  for (const [place, text] of [...german, ...english]) {
    assert.notEqual(text, '', place)
    assert.equal(text, text.trim(), place)
    assert.doesNotMatch(text, / {2}|\.\.|undefined|"| ,| \./, `${place}: ${text}`)
  }
  for (const [place, text] of english) {
    if (!place.includes('languageName')) assert.doesNotMatch(text, /[äöüß„]/i, `${place}: ${text}`)
  }
})

test('one is one: singular forms', () => {
  for (const [place, text] of german)
    assert.doesNotMatch(text, /\b1 (Dateien|Systeme)|aller 1\b|\b1 sind/, `${place}: ${text}`)
  for (const [place, text] of english)
    assert.doesNotMatch(text, /\b1 (files|customers|systems)\b/, `${place}: ${text}`)
  assert.equal(
    messages.de.filesHeld(1),
    '1 Datei halten wir zurück, bis geklärt ist, ob sie unbedenklich ist.',
  )
  assert.equal(
    updateTexts.de.reopened(1, 1),
    'Für den betroffenen Kunden sind die wiederhergestellten Daten geprüft und freigegeben.',
  )
  assert.match(updateTexts.de.contained(1), /^Das betroffene System ist vom Netz getrennt\./)
  assert.match(updateTexts.en.reopened(0, 4), /^No data has been released yet\./)
})

test('German readers are addressed as Sie, and passwords are never asked for, in every language', () => {
  for (const [place, text] of german) assert.doesNotMatch(text, /\b(du|dein|deine|dir|euch)\b/i, place)
  for (const stage of ['declared', 'contained', 'restoring', 'partlyReleased', 'allReleased'] as const) {
    assert.match(messages.de.adviceFor(stage).join(' '), /Geben Sie niemandem Ihr Passwort/)
    assert.match(messages.en.adviceFor(stage).join(' '), /Give nobody your password/)
  }
})

test('large numbers are written as the language writes them', () => {
  assert.match(messages.de.filesRestored(12_345, '1 MB'), /^12\.345 Dateien/)
  assert.match(messages.en.filesRestored(12_345, '1 MB'), /^12,345 files/)
})
