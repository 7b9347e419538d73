import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'

import { callTasks, openNotices, proveReceipt, voidReceipt } from './index.ts'
import { aNotice, noticeEstate, PlayedNotices } from './played-notices.fixture.ts'

const proof = createHash('sha256').update('x').digest('hex')
async function sent(): Promise<PlayedNotices> {
  const played = await PlayedNotices.declared()
  await played.run({ command: 'draft', notice: aNotice() })
  await played.approve('l1')
  await played.run({ command: 'send', notice: 'l1' })
  return played
}

test('a link whose receipt was taken back proves nothing any more; a call still does', async () => {
  const played = await sent()
  const { log, session } = played
  const recipient = 'alpenblick/c-alpenblick'
  const link = { notice: 'l1', recipient, by: 'link', proof } as const
  const press = () =>
    proveReceipt(log, session, { command: 'receive', ...link, receivedAt: played.by.at }, played.by)
  const takeBack = (reason: string) =>
    voidReceipt(log, session, { command: 'void', notice: 'l1', recipient, person: 'dpo', reason }, played.by)
  assert.equal(await press(), true)
  await takeBack('a mail scanner pressed the button')
  const { length } = log.entries
  assert.equal(await press(), false)
  assert.equal(await press(), false)
  assert.equal(log.entries.length, length, 'nothing is recorded')
  assert.ok(callTasks(session.desk).some((task) => task.recipient === recipient))
  const call = { command: 'call', notice: 'l1', recipient, caller: 'ben', outcome: 'reached' } as const
  const called = { ...call, calledAt: played.by.at, codeProof: proof }
  assert.equal(await proveReceipt(log, session, called, played.by), true)
  await takeBack('somebody else picked up')
  assert.equal(await press(), false, 'what came between does not give the link back')
  played.wait(1)
  const again = { ...called, calledAt: played.by.at }
  assert.equal(await proveReceipt(log, session, again, played.by), true)
  const anew = await openNotices(log, 'case-1', () => noticeEstate)
  assert.deepEqual(anew.desk.notices, session.desk.notices)
})

test('a receipt by a call that is taken back leaves the link good: nobody else had it', async () => {
  const played = await sent()
  const { log, session } = played
  const recipient = 'alpenblick/c-alpenblick'
  const call = { command: 'call', notice: 'l1', recipient, caller: 'ben', outcome: 'reached' } as const
  await proveReceipt(log, session, { ...call, calledAt: played.by.at, codeProof: proof }, played.by)
  const command = { command: 'void', notice: 'l1', recipient, person: 'dpo', reason: 'wrong person' } as const
  await voidReceipt(log, session, command, played.by)
  const link = { command: 'receive', notice: 'l1', recipient, by: 'link', proof } as const
  assert.equal(await proveReceipt(log, session, { ...link, receivedAt: played.by.at }, played.by), true)
})
