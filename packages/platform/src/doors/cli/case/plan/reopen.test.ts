import assert from 'node:assert/strict'
import { after, test } from 'node:test'

import { evidenceLog, openDatabase } from '../../../../adapters/database/index.ts'
import { draftOf, openCase } from '../../../../core/case/index.ts'
import { keptPasskey } from '../../../api/access/kept-passkey.fixture.ts'
import { keyEvents } from '../../../api/index.ts'
import { estateWithoutLaw, openCli } from '../../cli.fixture.ts'

const cli = openCli({ startScanner: () => Promise.reject(new Error('nothing is scanned in this test')) })
after(() => cli[Symbol.asyncDispose]())
const by = { actor: 'engine', at: '2026-03-11T06:00:00.000Z' }

test('a key that was revoked while a case was closed signs nothing in it when it is open again', async () => {
  const name = ['--case', 'night'] as const
  const declared = ['case', 'declare', ...name, '--title', 'x', '--estate', estateWithoutLaw(cli)]
  assert.equal((await cli.run(...declared)).exitCode, 0)
  {
    await using database = await openDatabase({ home: cli.at('home') })
    const log = evidenceLog(database)
    const anna = await keptPasskey(database, { person: 'anna', roles: ['lead'], genesis: 'account' })
    const session = await openCase(log, 'night')
    await log.append(
      'night',
      (await keyEvents(database, session.state, by.at)).map((event) => draftOf(event, by)),
    )
    await (await openCase(log, 'night')).execute({ command: 'close' }, by)
    await database.query(
      `update anlauf.passkey set revoked_at = now(), revoked_by = 'bernd', revoked_for = 'stolen' where credential_id = $1`,
      [anna.credentialId],
    )
  }
  const opened = await cli.run(
    'case',
    'reopen',
    ...name,
    '--reason',
    'one tenant was forgotten',
    '--person',
    'bernd',
  )
  assert.equal(opened.exitCode, 0, opened.stderr)
  const shown = await cli.json<{ status: string; revoked: { person: string; reason: string }[] }>([
    'case',
    'show',
    ...name,
  ])
  assert.equal(shown.status, 'declared')
  assert.deepEqual(
    shown.revoked.map(({ person, reason }) => [person, reason]),
    [['anna', 'stolen']],
  )
})
