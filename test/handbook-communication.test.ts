import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { smtpDouble } from './mail-out/smtp-double.ts'

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'anlauf-handbook-word-'))
after(() => rmSync(folder, { recursive: true, force: true }))

function boxes(page: string): string[] {
  return [...readFileSync(at(page), 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, box]) => box ?? '')
}

/** As one shell, so that what a box sets holds in the next; the relay answers meanwhile. */
async function shell(script: string): Promise<{ status: number | null; said: string }> {
  const main = at('packages/platform/bin/anlauf.js')
  const head = `set -eu\nanlauf() { "${process.execPath}" "${main}" "$@"; }\n`
  const env = { ...process.env, ANLAUF_HOME: join(folder, 'home'), DATABASE_URL: '' }
  const child = spawn('sh', ['-c', head + script], { cwd: folder, env })
  const said: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk))
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { status, said: Buffer.concat(said).toString() }
}

test('the German chapter on communication has the commands of the English one', () => {
  assert.deepEqual(boxes('docs/handbook/kommunikation.md'), boxes('docs/handbook/communication.md'))
})

test('every command of the chapter works, in its order, and no mail leaves the exercise', async () => {
  using relay = await smtpDouble()
  cpSync(at('examples/estate.yaml'), join(folder, 'estate.yaml'))
  const here = `{ host: 127.0.0.1, port: ${relay.port}, tls: none }`
  writeFileSync(
    join(folder, 'mail.yaml'),
    `apiVersion: mail/v1
relay: ${here}
from: { name: Beispiel Hosting AG, address: notice@news.example }
bounces: bounce@news.example
links: https://contact.news.example
exercise: { relay: ${here}, mailbox: exercise@news.example }
`,
  )
  const { status, said } = await shell(boxes('docs/handbook/communication.md').join('\n'))
  assert.equal(status, 0, said)
  assert.match(said, /no_indication; this says excluded/, 'the wrong sentence is named')
  assert.match(said, /not like this/)
  assert.match(said, /The relay took 1, refused 0/)
  assert.match(said, /hafenkontor\/c-hafenkontor has the notice, with proof/)
  assert.match(said, /Signature Verified Successfully/)
  assert.equal(said.match(/shown {4}(?:one|two) /g)?.length, 4, 'both hosts, before and after the theft')
  assert.equal(said.match(/^Verified: /gm)?.length, 4)
  assert.equal(said.match(/^Revoked: /gm)?.length, 2, 'the rotated key too')
  assert.match(said, /VERIFIED: the case night-1/)
  assert.match(said, /The replay passed/)
  assert.deepEqual(
    relay.mails.map(({ to }) => to),
    ['exercise@news.example'],
  )
})
