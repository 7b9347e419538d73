import assert from 'node:assert/strict'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { type JournalEntry, openJournal, readJournal } from './journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-journal-'))
after(() => rmSync(folder, { recursive: true }))

const header = { unit: 'a', planDigest: 'b', engine: 'c', version: 'd', ruleSetDigest: 'e' }
const key = Buffer.alloc(32, 7)
const entry = (path: string): JournalEntry => ({
  outcome: { kind: 'caseReview', host: 'h', path, cause: 'timeout', detail: 'x' },
})

test('lines that did not wait for the disk are in the file at once, in order, and flushed once', async () => {
  const file = join(folder, 'journal')
  const journal = openJournal(file, { header, key, startAnew: () => undefined })
  for (let at = 0; at < 50; at += 1) {
    await journal.appendAside([entry(`/${at}`)])
    // What a run that is killed here leaves.
    assert.equal(readJournal(file, { header, key })?.size, at + 1)
  }
  await Promise.all([journal.flush(), journal.flush()])
  await journal.flush()
  journal.append([entry('/last')])
  journal.close()
  const again = openJournal(file, { header, key, startAnew: () => assert.fail('it was thrown away') })
  assert.ok(again.resumed)
  assert.equal(again.entries.size, 51)
  again.close()
})

test('a disk that fails is said by the flush, and by the next one again', async () => {
  const file = join(folder, 'failing')
  const journal = openJournal(file, { header, key, startAnew: () => undefined })
  await journal.appendAside([entry('/a')])
  // Its handle is that of something that cannot be flushed.
  journal.close()
  const taken = openSync('/dev/null', 'w')
  assert.throws(() => fdatasyncSync(taken))
  await assert.rejects(journal.flush(), { code: 'write-failed' })
  await assert.rejects(journal.flush(), { code: 'write-failed' })
  closeSync(taken)
})
