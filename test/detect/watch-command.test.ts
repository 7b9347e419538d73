import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { verifyEntries } from '../../packages/platform/src/core/evidence/index.ts'
import { office, randomLike, until } from './office.fixture.ts'

test('the command watches, and the alarm reaches the vault, the record, a program and a webhook', async () => {
  using scene = office(3)
  const home = mkdtempSync(join(tmpdir(), 'anlauf-watch-home-'))
  const got = join(home, 'got')
  const program = join(home, 'wake')
  writeFileSync(program, `#!/bin/sh\ncat > ${got}\n`, { mode: 0o755 })
  const posts: string[] = []
  const server = createServer((request, response) => {
    request.on('data', (bytes: Buffer) => posts.push(bytes.toString()))
    request.on('end', () => response.end())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const main = fileURLToPath(new URL('../../packages/platform/src/main.ts', import.meta.url))
  const vault = join(home, 'vault')
  mkdirSync(vault)
  const mailed = join(home, 'mailed')
  const sendmail = join(home, 'sendmail')
  writeFileSync(sendmail, `#!/bin/sh\necho "$@" > ${mailed}.args\ncat > ${mailed}\n`, { mode: 0o755 })
  const mail = ['--mail-to', 'duty@example.org', '--mail-to', 'boss@example.org', '--sendmail', sendmail]
  const flags = [
    '--on-alarm',
    program,
    '--webhook',
    `http://127.0.0.1:${port}/`,
    '--vault-hold',
    vault,
    ...mail,
  ]
  const child = spawn(
    process.execPath,
    [main, 'detect', 'watch', scene.root, '--canaries', '--json', ...flags],
    {
      env: { ...process.env, ANLAUF_HOME: join(home, 'home') },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => void (said += bytes.toString()))
  try {
    assert.ok(await until(() => said.includes('"watching"'), 15_000), said)
    for (const name of ['notes.txt', 'app.log']) writeFileSync(scene.at('folder 1', name), randomLike(8_000))
    assert.ok(await until(() => existsSync(got) && readFileSync(got, 'utf8').endsWith('\n'), 5_000), said)
    assert.match(readFileSync(got, 'utf8'), /"event":"anlauf.alarm".*notes\.txt/)
    assert.ok(await until(() => posts.length > 0, 5_000))
    assert.match(posts.join(''), /"files":2/)
    assert.doesNotMatch(posts.join(''), /notes\.txt/, 'names of files stay here')
    assert.match(readFileSync(join(home, 'home', 'watch', 'alarms.ndjson'), 'utf8'), /readable text became/)
    assert.ok(readdirSync(vault).length > 0, 'the vault is on hold')
    assert.ok(
      await until(() => existsSync(mailed) && readFileSync(mailed, 'utf8').endsWith('first.\n'), 5_000),
    )
    assert.match(readFileSync(mailed, 'utf8'), /^To: duty@example\.org, boss@example\.org\n/)
    assert.match(readFileSync(mailed, 'utf8'), /2 files were judged destroyed/)
    assert.doesNotMatch(readFileSync(mailed, 'utf8'), /notes\.txt/, 'names of files stay here')
  } finally {
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    await ended
    const folder = join(home, 'home', 'watch')
    const [chain = ''] = readdirSync(folder).filter((name) => name.startsWith('evidence-'))
    const lines = readFileSync(join(folder, chain), 'utf8').trimEnd().split('\n')
    const report = await verifyEntries(lines)
    assert.deepEqual(report.problems, [])
    const entries = lines.map(
      (line) => JSON.parse(line) as { kind: string; data: { step?: string; outcome?: string } },
    )
    assert.deepEqual(
      entries
        .filter(({ kind }) => kind === 'watch.step')
        .map(({ data }) => `${data.step} ${data.outcome}`)
        .toSorted(),
      ['hold done', 'mail done', 'program done', 'record done', 'webhook done'],
    )
    assert.deepEqual([entries[0]?.kind, entries.at(-1)?.kind], ['watch.began', 'watch.ended'])
    server.close()
    rmSync(home, { recursive: true, force: true })
  }
})
