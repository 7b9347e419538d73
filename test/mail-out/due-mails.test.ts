import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { mailSpool } from '../../packages/platform/src/adapters/mail-out/index.ts'
import { dueMails } from '../../packages/platform/src/adapters/mail-out/due-mails.ts'

const home = await mkdtemp(join(tmpdir(), 'anlauf-due-mails-'))
const database = await openDatabase({ home })
after(async () => {
  await database[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

test('a mail that a slow relay kept in hand for longer than its reservation is not handed out a second time', async () => {
  let at = Date.now()
  const now = (): Date => new Date(at)
  const spool = mailSpool(database, { now })
  const mail = (key: string) => ({
    key,
    class: 'C' as const,
    to: 'a@customer.example',
    subject: 'x',
    text: 'x\n',
  })
  await spool.add([mail('first'), mail('second')])
  const lease = () => ({ owner: 'o', now: now(), until: new Date(at + 30_000) })
  await using due = dueMails(database, lease, { exercise: false, atOnce: 4 })
  const [first, second] = [await due.next(), await due.next()]
  assert.deepEqual([first?.key, second?.key], ['first', 'second'])
  at += 60_000
  await spool.add([mail('third')])
  assert.equal((await due.next())?.key, 'third')
  assert.equal(await due.next(), undefined, 'the first two are still in hand')
  if (second !== undefined) due.giveBack(second)
  assert.equal((await due.next())?.key, 'second', 'what was given back comes again, once')
  assert.equal(await due.next(), undefined)
  if (first !== undefined) due.done(first.id)
  at += 60_000
  assert.equal((await due.next())?.key, 'first', 'what was put off and is due again')
})
