import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { filledTemplate } from '../../packages/platform/src/core/updates/content/filled-template.fixture.ts'
import { sieveScript } from '../../packages/platform/src/core/updates/index.ts'
import { PlayedDesk } from '../../packages/platform/src/core/updates/played-desk.fixture.ts'
import { needProgram } from '../debian.ts'

const skip = needProgram('sieve-test', 'dovecot-sieve')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-sieve-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const script = ((): string => {
  const played = new PlayedDesk().declare()
  const draft = filledTemplate('auto-reply', played.now)
  played
    .run({ command: 'draft', draft })
    .approve('auto-reply')
    .run({ command: 'publish', update: 'auto-reply' })
  return sieveScript(played.desk, 'auto-reply', { addresses: ['info@nordwind.example'] }).script
})()

/** The mail that Dovecot's own interpreter hands to the relay in answer to one; empty when it sends none. */
function answerTo(headers: readonly string[], recipient = 'info@nordwind.example'): string {
  const place = mkdtempSync(join(folder, 'mail-'))
  const at = (name: string): string => join(place, name)
  writeFileSync(at('script.sieve'), script)
  writeFileSync(at('mail.eml'), [...headers, '', 'Guten Tag', ''].join('\r\n'))
  writeFileSync(
    at('dovecot.conf'),
    [
      'mail_uid = nobody',
      'mail_gid = nogroup',
      'first_valid_uid = 1',
      'first_valid_gid = 1',
      `mail_location = maildir:${at('box')}`,
      `mail_home = ${place}`,
      '',
    ].join('\n'),
  )
  // It works as an account without rights, which has to reach the files.
  for (const each of [folder, place]) chmodSync(each, 0o777)
  const envelope = ['-f', 'kunde@elsewhere.example', '-r', recipient, '-a', recipient]
  const ran = spawnSync(
    'sieve-test',
    ['-c', at('dovecot.conf'), '-e', '-C', ...envelope, at('script.sieve'), at('mail.eml')],
    {
      encoding: 'utf8',
      timeout: 20_000,
    },
  )
  assert.equal(ran.status, 0, ran.stderr)
  // It prints what the relay would get, and nothing when there is no answer.
  return /MESSAGE/.test(ran.stdout) ? ran.stdout : ''
}

const plain = [
  'From: Kunde <kunde@elsewhere.example>',
  'To: info@nordwind.example',
  'Subject: Frage',
  'Message-ID: <1@elsewhere.example>',
]

test('Dovecot answers the sender of the envelope, in both languages, marked as automatic', { skip }, () => {
  const answer = answerTo(plain)
  assert.match(answer, /^RECIPIENT: kunde@elsewhere\.example/m)
  assert.match(answer, /^Auto-Submitted: auto-replied/m)
  assert.match(answer, /^In-Reply-To: <1@elsewhere\.example>/m)
  assert.match(answer, /^Subject: .*Automatische Antwort/m)
  assert.match(answer, /Ihre Nachricht ist angenommen[^]*Your message has been accepted/)
})

test('lists, automatons and mail that was not addressed to the mailbox get none', { skip }, () => {
  for (const more of [
    'List-Id: <news.elsewhere.example>',
    'Auto-Submitted: auto-replied',
    'Precedence: bulk',
  ]) {
    assert.equal(answerTo([...plain, more]), '', more)
  }
  const others = plain.map((line) => line.replace('To: info@nordwind', 'To: undisclosed@other'))
  assert.equal(answerTo(others, 'else@nordwind.example'), '')
})
