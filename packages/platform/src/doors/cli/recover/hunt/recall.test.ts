import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { containerSplitter, startScanners } from '../../../../adapters/scanners/index.ts'
import { madeZip } from '../../../../adapters/scanners/containers/made.fixture.ts'
import { evidenceLog, openDatabase } from '../../../../adapters/database/index.ts'
import { publicPem } from '../../../../core/evidence/index.ts'
import { exampleEstate, openCli } from '../../cli.fixture.ts'
import type { RecalledHunt } from './recall-hits.ts'

/** A tenant is handed back; days later somebody learns what a file was. Each test needs those before it. */
const cli = openCli({
  startScanner: startScanners,
  openContainers: async () => containerSplitter({ threads: 1 }),
})
after(() => cli[Symbol.asyncDispose]())

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
const tool = 'a remote tool that no rule knows yet'
const member = Buffer.from('a loader that no rule knows yet')
const never = 'a tool that was deleted before the attack'
const zip = madeZip([
  { name: 'readme', bytes: Buffer.from('read me') },
  { name: 'lib/loader.dll', bytes: member },
])
const inCase = ['--case', 'night-1']
const place = (name: string): string => cli.at('srv/share/nordwind', name)
const unit = ['--unit', 'nordwind']
const room = ['--clean-room', cli.at('clean')]

async function done(...args: string[]): Promise<void> {
  const { exitCode, stdout, stderr } = await cli.run(...args)
  assert.equal(exitCode, 0, `${args.join(' ')}: ${stdout}${stderr}`)
}

const hunt = (args: readonly string[], exitCode = 1): Promise<RecalledHunt> =>
  cli.json<RecalledHunt>(['recover', 'hunt', '--estate', exampleEstate, ...args], exitCode)

test('a tenant gets its data back', async () => {
  mkdirSync(place('.'), { recursive: true })
  const backup = (day: number): Promise<void> =>
    done(
      'repo',
      'backup',
      '--host',
      'files1',
      '--time',
      `2026-03-0${day}T02:00:00Z`,
      '--as-root',
      cli.folder,
      cli.at('srv/share'),
    )
  await done('repo', 'init')
  writeFileSync(place('early.bin'), never)
  await backup(2)
  rmSync(place('early.bin'))
  writeFileSync(place('tool.bin'), tool)
  writeFileSync(place('copy of tool.bin'), tool)
  writeFileSync(place('kit.zip'), zip)
  await backup(3)
  await done('case', 'declare', ...inCase, '--title', 'Night', '--estate', exampleEstate)
  writeFileSync(cli.at('proof.json'), '[{"target":"files1:445","reached":false}]')
  await done('case', 'isolated', ...inCase, '--estate', exampleEstate, '--proof', cli.at('proof.json'))
  await done('recover', 'plan', '--estate', exampleEstate, ...inCase, '--out', cli.at('plan.json'))
  await done(
    'recover',
    'run',
    '--plan',
    cli.at('plan.json'),
    ...inCase,
    ...room,
    '--quarantine',
    cli.at('held'),
  )
  for (const person of ['anna', 'bernd']) {
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(cli.at(`${person}.key`), privateKey.export({ type: 'pkcs8', format: 'pem' }), {
      mode: 0o600,
    })
    writeFileSync(cli.at(`${person}.pem`), publicPem(privateKey))
    const key = ['--public-key', cli.at(`${person}.pem`)]
    await done('case', 'approver', ...inCase, '--person', person, '--role', 'service-owner', ...key)
    await done('recover', 'approve', ...inCase, ...unit, '--person', person, '--key', cli.at(`${person}.key`))
  }
  await done('recover', 'release', ...inCase, ...unit, ...room, '--target', cli.at('released'))
})

test('released and not handed back: that is said', async () => {
  const { hits } = await hunt(['--sha256', sha256(tool)])
  assert.deepEqual(
    hits.map(({ handedOut }) => handedOut.map((one) => [one.case, one.unit, one.handedBack.length])),
    [[['night-1', 'nordwind', 0]]],
  )
  const { stdout } = await cli.run('recover', 'hunt', '--sha256', sha256(tool))
  assert.match(stdout, /no hand-back is recorded/)
})

test('a hash: what was handed out comes first, with to whom, when, as what and where it lies there', async () => {
  const to = ['--target', cli.at('released'), '--plan', cli.at('plan.json'), '--to', cli.at('out')]
  await done(
    'recover',
    'hand-back',
    ...inCase,
    ...unit,
    ...room,
    ...to,
    '--estate',
    exampleEstate,
    '--as',
    'files',
  )
  const { hits, releases } = await hunt(['--sha256', sha256(never), '--sha256', sha256(tool)])
  assert.deepEqual(
    hits.map(({ sha256: hash, handedOut }) => [hash, handedOut.length]),
    [
      [sha256(tool), 1],
      [sha256(never), 0],
    ],
  )
  const [out] = hits[0]?.handedOut ?? []
  assert.deepEqual(
    [out?.exercise, out?.files.map(({ path }) => path).sort(), out?.handedBack.map(({ form }) => form)],
    [false, ['/srv/share/nordwind/copy of tool.bin', '/srv/share/nordwind/tool.bin'], ['files']],
  )
  assert.match(out?.handedBack[0]?.receiptDigest ?? '', /^[0-9a-f]{64}$/)
  assert.deepEqual([releases.known, releases.notKnown], [1, []])
})

test('something in a container: the container is recalled, and where in it the member lies', async () => {
  const { hits } = await hunt(['--sha256', sha256(member)])
  assert.deepEqual(
    hits.map(({ sha256: hash, members, handedOut }) => [hash, members, handedOut.length]),
    [[sha256(zip), [{ sha256: sha256(member), place: 'lib/loader.dll' }], 1]],
  )
})

test('a new rule: the same', async () => {
  writeFileSync(cli.at('new.yar'), 'rule new_tool { strings: $a = "that no rule knows yet" condition: $a }')
  const { hits } = await hunt(['--rules', cli.at('new.yar')])
  assert.deepEqual(
    hits
      .map(({ sha256: hash, matches, handedOut }) => `${hash} ${matches.join()} ${handedOut.length}`)
      .sort(),
    [`${sha256(tool)} new_tool 1`, `${sha256(zip)} new_tool 1`].sort(),
  )
})

test('people read it in their language, what is to be recalled first', async () => {
  const args = [
    'recover',
    'hunt',
    '--sha256',
    sha256(never),
    '--sha256',
    sha256(member),
    '--estate',
    exampleEstate,
  ]
  const english = await cli.run(...args)
  assert.match(
    english.stdout,
    /^To be recalled, because they were handed out: 1\.[^\n]*\nRECALL {2}[0-9a-f]{64} [^\n]* listed\n {4}holds [0-9a-f]{64} as lib\/loader\.dll\n {4}released as part of nordwind, case night-1, 20\S+\n {8}handed back 20\S+ as a folder, receipt [0-9a-f]{64}\n {8}there as files1:\/srv\/share\/nordwind\/kit\.zip\n/,
  )
  const german = await cli.run(...args, '--language', 'de')
  assert.match(german.stdout, /^Zurückzurufen, weil herausgegeben: 1\./)
  assert.match(german.stdout, /RÜCKRUF[^]*enthält[^]*als lib\/loader\.dll[^]*übergeben 20\S+ als Ordner/)
  assert.match(german.stdout, /Gefundene Inhalte: 2\./)
})

test('a release whose manifest is not here is open, never nothing; a forged manifest is none', async () => {
  const kept = cli.at('home/released')
  renameSync(kept, cli.at('elsewhere'))
  const asked = ['--sha256', sha256(tool)]
  const without = await hunt(asked)
  assert.deepEqual([without.hits[0]?.handedOut, without.releases.known], [[], 0])
  assert.deepEqual(
    without.releases.notKnown.map((one) => [one.case, one.unit]),
    [['night-1', 'nordwind']],
  )
  const nothing = await cli.run('recover', 'hunt', '--sha256', sha256('never seen'))
  assert.equal(nothing.exitCode, 3, 'nothing was found, and something could not be answered')
  assert.match(nothing.stdout, /open: what was released as nordwind, case night-1, [^\n]*--released/)
  for (const folder of ['out', 'clean']) {
    const { hits, releases } = await hunt([...asked, '--released', cli.at(folder)])
    assert.deepEqual([hits[0]?.handedOut.length, releases.notKnown], [1, []], folder)
  }
  renameSync(cli.at('elsewhere'), kept)
  const [file = ''] = readdirSync(kept)
  appendFileSync(cli.at('home/released', file), '\n')
  assert.equal((await hunt(asked)).releases.known, 0)
  // Whoever hands back once more keeps it anew.
  rmSync(kept, { recursive: true })
  await cli.run('recover', 'release', ...inCase, ...unit, ...room, '--target', cli.at('released'))
  assert.equal((await hunt(asked)).releases.known, 1)
})

test('a case whose evidence does not hold together hides nothing of the others, and is open', async () => {
  await using database = await openDatabase({ home: cli.at('home') })
  const entry = {
    at: new Date().toISOString(),
    actor: 'somebody',
    kind: 'unit.released',
    data: { unit: 'nordwind' },
  }
  await evidenceLog(database).append('broken', [{ ...entry, action: 'decide' }])
  const { hits, releases } = await hunt(['--sha256', sha256(tool)])
  assert.deepEqual([hits[0]?.handedOut.length, releases.unreadable.map((one) => one.case)], [1, ['broken']])
  const nothing = await cli.run('recover', 'hunt', '--sha256', sha256('never seen'))
  assert.equal(nothing.exitCode, 3)
  assert.match(nothing.stdout, /open: what case broken released is not known/)
})

test('what was handed out and is in no backup any more is recalled all the same', async () => {
  await done('repo', 'forget', '--keep-last', '1', '--group-by', '', '--host', 'files1')
  rmSync(place('tool.bin'))
  rmSync(place('copy of tool.bin'))
  rmSync(place('kit.zip'))
  writeFileSync(place('new'), 'new')
  await done('repo', 'backup', '--host', 'files1', '--as-root', cli.folder, cli.at('srv/share'))
  await done('repo', 'forget', '--keep-last', '1', '--group-by', '', '--host', 'files1')
  for (const hash of [sha256(tool), sha256(member)]) {
    const { hits } = await hunt(['--sha256', hash])
    assert.deepEqual(
      hits.map(({ sightings, handedOut }) => [sightings.length, handedOut.length]),
      [[0, 1]],
    )
  }
})
