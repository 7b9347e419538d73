import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'

import JSZip from 'jszip'

import { needProgram } from '../../../../../../test/debian.ts'
import { containerSplitter, startScanners } from '../../../adapters/scanners/index.ts'
import { eicar, startDaemon } from '../../../adapters/scanners/clamd/daemon.fixture.ts'
import { madeZip } from '../../../adapters/scanners/containers/made.fixture.ts'
import { dropper } from '../../../drill/content/dropper.ts'
import type { HuntReport } from '../../../phases/recover/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'

/** Engines and containers, through the command line alone. Each test needs those before it. */
const cli = openCli({
  startScanner: startScanners,
  openContainers: async () => containerSplitter({ threads: 1 }),
})
after(() => cli[Symbol.asyncDispose]())

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')
const tool = Buffer.from('a remote tool that no rule knows')
const sealed = madeZip([{ name: 'a', bytes: Buffer.from('secret'), flags: 1 }])
/** Several blobs each: they wait on the disk, without a name, until they are judged. */
const film = randomBytes(9_000_000)
const place = (name: string): string => cli.at('srv/share/nordwind', name)

interface RunAnswer {
  readonly units: readonly {
    readonly files: number
    readonly quarantined: readonly { path: string; verdict: { matches: readonly string[] } }[]
    readonly caseReview: readonly { path: string; cause: string }[]
  }[]
  readonly ruleSetDigest: string
}

function intoRoom(room: string): string[] {
  const words = `recover run --plan ${cli.at('plan.json')} --clean-room ${cli.at(room)} --quarantine ${cli.at('held')}`
  return words.split(' ')
}

async function run(room: string, ...more: string[]): Promise<{ lines: string[]; digest: string }> {
  const answer = await cli.json<RunAnswer>([...intoRoom(room), ...more])
  const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
  const lines = answer.units.flatMap(({ quarantined, caseReview }) => [
    ...quarantined.map(({ path, verdict }) => `${last(path)} ${verdict.matches.join()}`),
    ...caseReview.map(({ path, cause }) => `${last(path)} ${cause}`),
  ])
  return { lines: lines.sort(), digest: answer.ruleSetDigest }
}

test('what lies in containers is found; what cannot be opened waits for a person', async () => {
  mkdirSync(place('.'), { recursive: true })
  const zip = new JSZip()
  zip.file('word/document.xml', '<w:document/>')
  zip.file('../../word/viewer.js', dropper())
  writeFileSync(place('letter.docx'), await zip.generateAsync({ type: 'nodebuffer', compression: 'DEFLATE' }))
  writeFileSync(place('logs.gz'), gzipSync('a quiet day\n'.repeat(1000)))
  writeFileSync(place('sealed.zip'), sealed)
  writeFileSync(place('tool.bin'), tool)
  writeFileSync(place('film'), film)
  writeFileSync(
    place('films.zip'),
    madeZip([
      { name: 'film', bytes: film, method: 0 },
      { name: 'viewer', bytes: Buffer.from(dropper()) },
    ]),
  )
  await cli.json(['repo', 'init'])
  await cli.json(['repo', 'backup', '--host', 'files1', '--as-root', cli.folder, cli.at('srv/share')])
  await cli.run('recover', 'plan', '--estate', exampleEstate, '--out', cli.at('plan.json'))
  assert.deepEqual((await run('first')).lines, [
    'films.zip anlauf_drill_dropper',
    'letter.docx anlauf_drill_dropper',
    'sealed.zip encryptedContainer',
  ])
})

test('lists are engines: a bad hash convicts, a good one vouches for what nobody can open', async () => {
  writeFileSync(cli.at('bad'), `${sha256(tool)}  remote tool\n`)
  writeFileSync(cli.at('good'), `${sha256(sealed)}\n`)
  const plain = await run('second')
  const lists = await run('third', '--known-bad', cli.at('bad'), '--known-good', cli.at('good'))
  assert.deepEqual(lists.lines, [
    'films.zip anlauf_drill_dropper',
    'letter.docx anlauf_drill_dropper',
    'tool.bin listed: remote tool',
  ])
  assert.notEqual(lists.digest, plain.digest, 'a release must name the same engines')
})

test('a clamd that is not there stops the run before anything is written', async () => {
  const ran = await cli.run(...intoRoom('fourth'), '--clamd', cli.at('no-socket'))
  assert.equal(ran.exitCode, 1)
  assert.match(ran.stderr, /clamd .* does not answer/)
})

test(
  'a real clamd is one engine more: what only it knows is found',
  {
    skip: needProgram('clamd', 'clamav-daemon'),
  },
  async (t) => {
    const { place: socket, signatures } = await startDaemon(t, { known: [eicar, tool] })
    const { lines } = await run('fifth', '--clamd', socket, '--clamd-signatures', signatures)
    // The film is larger than this daemon looks at.
    assert.deepEqual(lines, [
      'film limitExceeded',
      'films.zip anlauf_drill_dropper',
      'letter.docx anlauf_drill_dropper',
      'sealed.zip encryptedContainer',
      'tool.bin Local.Test.1.UNOFFICIAL',
    ])
  },
)

test('a hunt says where a hash lay, and what new rules match, also in containers', async () => {
  const by = (...args: string[]) =>
    cli.json<HuntReport>(['recover', 'hunt', '--estate', exampleEstate, ...args], 1)
  const { hits } = await by('--sha256', sha256(tool).toUpperCase())
  assert.deepEqual(
    hits.map(({ sha256: hash, sightings }) => [hash, sightings.map(({ tenant, path }) => [tenant, path])]),
    [[sha256(tool), [['nordwind', '/srv/share/nordwind/tool.bin']]]],
  )
  writeFileSync(cli.at('new.yar'), 'rule new_tool { strings: $a = "remote tool" condition: $a }')
  writeFileSync(cli.at('more.yar'), 'rule quiet { strings: $a = "a quiet day" condition: $a }')
  const found = await by('--rules', cli.at('new.yar'), '--rules', cli.at('more.yar'))
  assert.deepEqual(
    found.hits.flatMap(({ matches, sightings }) => [...matches, sightings[0]?.path ?? '']).sort(),
    ['/srv/share/nordwind/logs.gz', '/srv/share/nordwind/tool.bin', 'new_tool', 'quiet'],
  )
  assert.deepEqual(
    found.open.map(({ cause }) => cause),
    ['encryptedContainer'],
  )
  const said = await cli.run('recover', 'hunt', '--sha256', sha256(tool))
  assert.match(said.stdout, /listed\n.*files1:\/srv\/share\/nordwind\/tool\.bin/)
  const nothing = await cli.run('recover', 'hunt', '--sha256', sha256('never'))
  assert.match(nothing.stdout, /Nothing was found/)
  assert.equal(nothing.exitCode, 3, 'it may lie in what only a password opens')
  assert.match(nothing.stdout, /open: contents: 1, .*encryptedContainer/)
  assert.equal((await cli.run('recover', 'hunt')).exitCode, 1)
  assert.match((await cli.run('recover', 'hunt', '--sha256', 'abc')).stderr, /no SHA-256/)
})

test('rules that were taken over are used by every run, also inside containers', async () => {
  writeFileSync(cli.at('quiet.yar'), 'rule quiet { strings: $a = "a quiet day" condition: $a }')
  const before = await run('sixth')
  assert.equal((await cli.run('scan', 'rules', 'update', '--from', cli.at('quiet.yar'))).exitCode, 0)
  const now = await run('sixth')
  assert.deepEqual(now.lines.toSorted(), [...before.lines, 'logs.gz quiet'].sort())
  assert.notEqual(now.digest, before.digest)
})
