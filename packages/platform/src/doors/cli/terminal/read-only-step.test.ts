import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { alarmMail, isMailAddress } from '../detect/alarm-mail.ts'
import { requireMountPoint } from './read-only-step.ts'

test('only a mounted disk can be made read-only, a folder of one cannot', () => {
  requireMountPoint('/proc')
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-read-only-'))
  try {
    assert.throws(() => requireMountPoint(folder), { code: 'input-invalid' })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('nothing that a mail says can become a header of it', () => {
  for (const address of ['a@b.example\nBcc: x@y', 'a@b, c@d', 'Anna <a@b>', 'a b@c']) {
    assert.ok(!isMailAddress(address), address)
  }
  assert.ok(isMailAddress('duty+night@example.org'))
  const alarm = { at: '2026-03-02T01:00:00.000Z', files: 2, roots: ['/srv/a\n\nb'], reasons: ['a\r\n.\r\nb'] }
  const mail = alarmMail(['duty@example.org'], alarm)
  assert.match(mail, /^ {2}\/srv\/a\?\?b$/m)
  assert.doesNotMatch(mail, /^\.$/m)
})
