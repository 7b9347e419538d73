import assert from 'node:assert/strict'
import { test } from 'node:test'

import sharp from 'sharp'

import { seededRandom } from '../../../drill/random.ts'
import { evenAlphabet } from '../signals/alphabet.ts'
import { defaultThresholds } from '../thresholds.ts'
import { judgeChange } from '../judge.ts'
import { endingOf, sniff, textType } from './index.ts'

const random = seededRandom(31)
const picture = await sharp(random.bytes(90 * 60 * 3), { raw: { width: 90, height: 60, channels: 3 } })
  .png()
  .toBuffer()

function mailWith(name: string, kind: string, attachment: Buffer): Buffer {
  const lines = [
    'From: anna@example.org',
    'Subject: the scan',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="part"',
    '',
    '--part',
    'Content-Type: text/plain',
    '',
    'Dear Bernd, here it is.',
    '--part',
    `Content-Type: ${kind}; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
    '',
    ...(attachment.toString('base64').match(/.{1,76}/g) ?? []),
    '--part--',
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

function stateOf(bytes: Buffer): string {
  assert.equal(sniff(bytes), textType)
  return textType.validate(bytes).state
}

test('attachments are what they promise, or of no known kind, or cut off: all of that is daily life', () => {
  assert.equal(stateOf(mailWith('scan.png', 'image/png', picture)), 'valid')
  assert.equal(stateOf(mailWith('scan.png', 'image/png', picture.subarray(0, 5000))), 'valid')
  assert.equal(stateOf(mailWith('data.dat', 'application/octet-stream', random.bytes(9000))), 'valid')
  assert.equal(stateOf(mailWith('scan.pdf', 'application/pdf', picture)), 'valid')
})

test('an attachment that was encrypted inside its mail is noticed, by name or by kind, in one mail or in a mailbox', () => {
  const noise = random.bytes(picture.length)
  assert.equal(stateOf(mailWith('scan.png', 'application/octet-stream', noise)), 'broken')
  assert.equal(stateOf(mailWith('scan', 'image/png', noise)), 'broken')
  const box = Buffer.concat(
    [picture, noise, picture].map((one) =>
      Buffer.concat([
        Buffer.from('From anna Mon Mar  2 09:00:00 2026\n'),
        mailWith('a.png', 'image/png', one),
      ]),
    ),
  )
  assert.equal(stateOf(box), 'broken')
})

test('base64 of an attachment is no even alphabet of a mail, base64 of the whole mail is', () => {
  const mail = mailWith('scan.png', 'image/png', random.bytes(60_000))
  assert.equal(evenAlphabet(mail, defaultThresholds.uniformZ), undefined)
  const encoded = Buffer.from(random.bytes(mail.length).toString('base64'))
  const change = { path: 'new/1.eml', before: mail, after: encoded, complete: true }
  const { verdict } = judgeChange({ ...change, unseenEnding: false, massRenamed: false }, defaultThresholds)
  assert.notEqual(verdict, 'clean')
})

test('a mail that another one contains is not clean once its attachment is noise', () => {
  const before = mailWith('scan.png', 'image/png', picture)
  const after = mailWith('scan.png', 'image/png', random.bytes(picture.length))
  const change = { path: 'new/2.eml', before, after, complete: true }
  const { verdict } = judgeChange({ ...change, unseenEnding: false, massRenamed: false }, defaultThresholds)
  assert.notEqual(verdict, 'clean')
})

test('the place and the name of a mail in a Maildir promise a mail, with an ending behind it no more', () => {
  const named = '/srv/mail/a.example/anna/Maildir'
  for (const path of [
    'cur/1773072300.M8P1.mbox1,S=1368,W=1368:2,S',
    'new/1773072300.M8P1.mbox1,S=1368,W=1368',
    'cur/1773072300.V1.host.example:2,',
  ]) {
    assert.equal(endingOf(`${named}/${path}`), 'eml', path)
  }
  assert.equal(endingOf(`${named}/cur/1773072300.M8P1.mbox1,S=1368,W=1368:2,S.locked`), 'locked')
  assert.equal(endingOf('/srv/share/new/1773072300.png'), 'png')
})
