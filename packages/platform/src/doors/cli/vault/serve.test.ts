import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())
const inVault = ['--vault', cli.at('vault')] as const
const secret = 'a long password of a client'

/** The program itself, as an operator starts it. */
async function serve(
  ...more: readonly string[]
): Promise<{ url: string; child: ChildProcess; log: string[] }> {
  const main = fileURLToPath(new URL('../../../main.ts', import.meta.url))
  const args = ['vault', 'serve', ...inVault, '--listen', '127.0.0.1:0', '--json', ...more]
  const child = spawn(process.execPath, [main, ...args], {
    env: { ...process.env, ...cli.env, ANLAUF_HOME: cli.at('home') },
  })
  const log: string[] = []
  child.stderr.on('data', (chunk) => log.push(String(chunk)))
  const [first] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [Buffer | number]
  assert.ok(Buffer.isBuffer(first), `it did not start: ${log.join('')}`)
  return { url: (JSON.parse(String(first)) as { url: string }).url, child, log }
}

async function stop(child: ChildProcess): Promise<unknown> {
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  return (await exited)[0]
}

async function ask(url: string, name: string, method: string, path: string, body?: string): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`
  const { status } = await fetch(`${url}/acme/${path}`, {
    method,
    headers: { authorization },
    ...(body && { body }),
  })
  return status
}

test('a vault of a case: refusals, alarms and checkpoints become evidence, and nothing is deleted', async () => {
  const file = cli.at('secret')
  writeFileSync(file, secret)
  for (const [name, role] of [
    ['prov', 'provisioner'],
    ['writer', 'writer'],
    ['maint', 'maintainer'],
  ] as const)
    await cli.json([
      'vault',
      'client',
      'add',
      name,
      '--role',
      role,
      '--tenant',
      'acme',
      '--password-from',
      file,
      ...inVault,
    ])
  await cli.json([
    'case',
    'declare',
    '--case',
    'night-1',
    '--title',
    'x',
    '--exercise',
    '--estate',
    exampleEstate,
  ])

  const { url, child, log } = await serve('--case', 'night-1', '--retention-days', '0')
  const body = 'a pack'
  const data = `data/${createHash('sha256').update(body).digest('hex')}`
  assert.equal(await ask(url, 'prov', 'POST', '?create=true'), 200)
  assert.equal(await ask(url, 'writer', 'POST', data, body), 200)
  assert.equal(await ask(url, 'writer', 'DELETE', data), 403)
  assert.equal(await ask(url, 'maint', 'DELETE', data), 403)
  assert.equal(await stop(child), 0, 'SIGTERM is the good end')
  const text = log.join('')
  assert.match(text, /"code":"hold"/)
  assert.doesNotMatch(text, new RegExp(secret))

  await cli.json(['evidence', 'export', '--case', 'night-1', '--to', cli.at('evidence')])
  const kinds = readFileSync(cli.at('evidence/entries.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => (JSON.parse(line) as { kind: string }).kind)
  for (const kind of ['vault.refused', 'vault.alarm', 'vault.checkpoint'])
    assert.ok(kinds.includes(kind), `${kind} is not in ${kinds.join(', ')}`)
  const verified = await cli.run('evidence', 'verify', '--from', cli.at('evidence'))
  assert.equal(verified.exitCode, 0, verified.stdout)
  assert.equal((await cli.run('case', 'show', '--case', 'night-1')).exitCode, 0, 'the case can still be read')
})

test('a vault on a taken address says so and ends with 1', async () => {
  const { url, child } = await serve()
  const other = spawn(process.execPath, [
    fileURLToPath(new URL('../../../main.ts', import.meta.url)),
    'vault',
    'serve',
    '--vault',
    cli.at('another'),
    '--listen',
    new URL(url).host,
  ])
  let said = ''
  other.stderr.on('data', (chunk) => (said += String(chunk)))
  const [code] = (await once(other, 'close')) as [number]
  assert.equal(code, 1)
  assert.match(said, /cannot listen on .*EADDRINUSE/)
  assert.match(said, /Code: vault-failed/)
  assert.equal(await stop(child), 0)
})
