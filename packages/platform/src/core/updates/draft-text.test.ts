import assert from 'node:assert/strict'
import { test } from 'node:test'

import { contentKinds } from '../messages/index.ts'
import { filledTemplate } from './content/filled-template.fixture.ts'
import { parseDraftFile } from './draft-file.ts'
import { draftText } from './draft-text.ts'

const now = Date.parse('2026-03-11T12:00:00Z')

for (const kind of contentKinds) {
  test(`${kind}: what was typed is written as a file that says the same`, () => {
    const draft = filledTemplate(kind, now)
    assert.deepEqual(parseDraftFile(kind, draftText(draft)), draft)
  })
}

test('a correction keeps what was wrong, and why', () => {
  const file =
    'as-of: 2026-03-11T12:00:00Z\nnext-by: 2026-03-11T16:00:00Z\ncorrects: 3\naudience: press\ntlp: CLEAR\n[de]\na\n\n[en]\nb\n[was de]\nc\n[was en]\nd\n[why de]\ne\n[why en]\nf\n'
  const draft = parseDraftFile('x', file)
  assert.deepEqual(parseDraftFile('x', draftText(draft)), draft)
})
