import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'

import { checkMailbox } from './check-mailbox.ts'
import { mendMailbox, planMending } from './mend-folder.ts'
import { readMailboxes } from './read-mailboxes.ts'

function folder(t: TestContext, files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'anlauf-maildir-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text, { mode: 0o640 })
  }
  return root
}

const head = 'From: a@b.example\n\nx'
const name = `1700000001.M1P1.mx,S=${head.length}`

test('every Maildir below a folder is read, checked and mended; nothing else is touched', (t) => {
  const root = folder(t, {
    [`a/Maildir/new/${name}`]: head,
    'a/Maildir/dovecot-uidlist': `3 V7 N1 Gx\n3 :gone\n2 :${name}\n`,
    'a/Maildir/dovecot.index.log': 'stale',
    [`a/Maildir/.Sent/cur/${name}:2,S`]: head,
    [`b/cur/${name}:2,`]: 'noise',
    'projects/new/plan.txt': 'no mail',
  })
  const boxes = [...readMailboxes(root)]
  assert.deepEqual(
    boxes.map(({ mailbox }) => mailbox),
    ['/a/Maildir', '/a/Maildir/.Sent', '/b'],
  )
  const [first] = boxes
  assert.ok(first)
  for (const box of boxes) mendMailbox(root, planMending(box))
  const after = [...readMailboxes(root)]
  assert.deepEqual(
    after.map((box) => [box.missingFolders, box.derived]),
    boxes.map(() => [[], []]),
  )
  assert.equal(readFileSync(join(root, 'a/Maildir/dovecot-uidlist'), 'utf8'), `3 V7 N100004 Gx\n2 :${name}\n`)
  assert.equal(statSync(join(root, 'a/Maildir/dovecot-uidlist')).mode & 0o777, 0o640)
  assert.deepEqual(
    after.flatMap((box) => checkMailbox(box).findings.map(({ kind }) => kind)),
    ['sizeDiffers', 'notAMail'],
  )
  assert.throws(() => lstatSync(join(root, 'projects/tmp')))
})

test('links and pipes in a Maildir lead nowhere', (t) => {
  const root = folder(t, {
    'target/secret': `3 V7 N9\n1 :x\n`,
    [`box/cur/${name}:2,S`]: head,
    'other/.keep': '',
  })
  symlinkSync('../target/secret', join(root, 'box/dovecot-uidlist'))
  symlinkSync('../target', join(root, 'box/new'))
  symlinkSync('.', join(root, 'other/loop'))
  assert.equal(spawnSync('mkfifo', [join(root, `box/cur/1700000002.M1P1.mx:2,`)]).status, 0)
  const [box] = [...readMailboxes(root)]
  assert.ok(box)
  assert.equal(box.uidList, undefined)
  assert.equal(box.messages.length, 1)
  // The link keeps its name: nothing is made behind it.
  assert.throws(() => mendMailbox(root, planMending(box)), { code: 'write-failed' })
  assert.ok(lstatSync(join(root, 'box/new')).isSymbolicLink())
  assert.equal(readFileSync(join(root, 'target/secret'), 'utf8'), '3 V7 N9\n1 :x\n')
})

test('a Maildir swapped for a link after it was read is not written through', (t) => {
  const root = folder(t, {
    'box/dovecot-uidlist': '3 V7 N9\n1 :gone\n',
    [`box/cur/${name}:2,S`]: head,
    'target/dovecot-uidlist': 'mine',
  })
  const [box] = [...readMailboxes(root)]
  assert.ok(box)
  const mending = planMending(box)
  rmSync(join(root, 'box'), { recursive: true })
  symlinkSync('target', join(root, 'box'))
  assert.throws(() => mendMailbox(root, mending))
  assert.equal(readFileSync(join(root, 'target/dovecot-uidlist'), 'utf8'), 'mine')
})
