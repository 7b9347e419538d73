import assert from 'node:assert/strict'
import { test } from 'node:test'

import { csvOf } from './csv.ts'

test('cells with commas, quotes and line breaks stay one cell', () => {
  assert.equal(csvOf([['a,b', 'say "hi"', 'two\nlines', 3, null]]), '"a,b","say ""hi""","two\nlines",3,')
})

test('what a spreadsheet would run is text', () => {
  for (const evil of ['=cmd()', '+1', '-1', '@x', '\t=1'])
    assert.ok(
      csvOf([[evil]])
        .replace('"', '')
        .startsWith("'"),
    )
})
