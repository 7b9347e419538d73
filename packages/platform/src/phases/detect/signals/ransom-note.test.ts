import assert from 'node:assert/strict'
import { test } from 'node:test'

import { noteFor } from '../../../drill/attack/notes.ts'
import { defaultThresholds } from '../thresholds.ts'
import { maxNoteBytes, noteWords } from './ransom-note.ts'

const wordsOf = (text: string) => noteWords(Buffer.from(text))

// Joined at run time, so that no scanner takes this source for a note.
const place = ['a2b3c4d5'.repeat(7), 'onion'].join('.')
const notes = [
  `All your files were encrypted. Visit ${place} with Tor browser and pay 2 BTC.`,
  `Your network has been locked and your data exfiltrated. Contact us: qTox id ABC. Price rises after 3 days. Do not rename files.`,
  `Ihre Dateien wurden verschlüsselt! Bezahlen Sie in Bitcoin. Kontakt über ${place}`,
  `We have stolen and encrypted your documents. Write to helper@protonmail.example or we publish them. Payment in Monero only.`,
]

test('notes in the words of the families reach the threshold', () => {
  for (const note of [...notes, noteFor('akira', 'akira').text, noteFor('lockbit', 'x').text]) {
    assert.ok(wordsOf(note) >= defaultThresholds.noteWords, `${wordsOf(note)}: ${note}`)
    assert.ok(noteWords(Buffer.from(`\ufeff${note}`, 'utf16le')) >= defaultThresholds.noteWords, 'UTF-16')
  }
})

test('handbooks, licences and letters that use the words are no notes', () => {
  for (const text of [
    '# crypto-box\nEncrypt and decrypt your data with one call. Publish to npm. If you lose the key you cannot recover your files.',
    'How to pay by bitcoin: open the wallet, check the price, confirm the payment. Do not use public networks.',
    'Backup policy: your files are encrypted at rest. To recover deleted files, ask the desk. Do not modify the schedule.',
    'Ransomware awareness: attackers encrypt files, leak data and demand ransom. Do not pay. Call us and we recover your data.',
    'The price of onions rose. The tor in the wall was encrypted with ivy.',
    '',
  ]) {
    assert.equal(wordsOf(text), 0, text)
  }
})

test('only the first 64 KiB are read, and a long text costs no more', () => {
  const padded = `${'lorem ipsum '.repeat(10_000)}${notes[0]}`
  assert.ok(padded.length > maxNoteBytes)
  assert.equal(wordsOf(padded), 0)
  // What makes careless patterns explode: long runs of their own beginnings.
  wordsOf('files '.repeat(20_000))
  wordsOf('a'.repeat(200_000))
  wordsOf('encrypted '.repeat(20_000))
})
