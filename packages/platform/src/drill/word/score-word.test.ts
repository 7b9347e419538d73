import assert from 'node:assert/strict'
import { test } from 'node:test'

import {
  initialNotices,
  type NoticeDesk,
  type NoticeState,
  type RecipientState,
} from '../../core/notices/index.ts'
import { exerciseMark } from '../../core/response/index.ts'
import { exampleEstate } from '../../core/updates/estate.fixture.ts'
import type { RelayedMail } from './exercise-relay.ts'
import { scoreWord, wordFailures, wordRow, type WordScore } from './score-word.ts'

const mailbox = 'exercise@outside.example'
const marked = `Subject: x\r\n\r\n*** ${Buffer.from(exerciseMark).toString('latin1')} ***`

function scored(
  recipients: readonly Partial<RecipientState>[],
  mails: readonly RelayedMail[] = [],
): WordScore {
  const planned = recipients.map((one, at): [string, RecipientState] => [
    `t${at}/c`,
    { recipient: `t${at}/c`, tenant: `t${at}`, way: 'mail', language: 'de', sentAt: '', ...one },
  ])
  const notice = { notice: 'n', recipients: new Map(planned) } as unknown as NoticeState
  const notices: NoticeDesk = { ...initialNotices('c'), notices: new Map([['n', notice]]) }
  return scoreWord({
    entries: [],
    caseId: 'c',
    estate: exampleEstate,
    notices,
    mails,
    mailbox,
    detectedAt: new Date(0),
  })
}

const receipt = { by: 'link' as const, receivedAt: '', proof: '' }

test('whoever proved nothing and whoever has to be called fails the drill', () => {
  assert.deepEqual([scored([{ receipt }]).proved, scored([{ receipt }]).notices], [1, 1])
  const call = { because: 'bounced' as const, since: '', tries: [] }
  const open = scored([{ receipt }, { call }])
  assert.deepEqual([open.proved, open.notices, open.openCalls, open.bounced], [1, 2, 1, 1])
  assert.match(wordFailures(open).join('\n'), /1 notices are not proved[^]*1 people have to be called/)
  assert.equal(wordRow(open)[2], false)
})

test('a mail to anybody but the mailbox of the exercise, and one without its mark, fail the drill', () => {
  const mails = [
    { from: 'a', to: [mailbox], data: marked },
    { from: 'a', to: ['it@elsewhere.example'], data: marked },
    { from: 'a', to: [mailbox], data: 'Subject: x\r\n\r\nAngriff' },
    { from: 'a', to: [mailbox, 'it@elsewhere.example'], data: marked },
  ]
  assert.equal(scored([], mails.slice(0, 1)).strayMails, 0)
  assert.equal(scored([], mails).strayMails, 3)
  assert.match(wordFailures(scored([], mails)).join('\n'), /3 mails left the exercise/)
})

test('nothing said is no first word', () => {
  assert.match(wordFailures(scored([])).join('\n'), /the first word/)
})

test('an estate without a public contact plays no word, and says so', () => {
  const none = scoreWord(undefined)
  assert.deepEqual(wordFailures(none), [])
  assert.match(wordRow(none)[1], /not played/)
})
