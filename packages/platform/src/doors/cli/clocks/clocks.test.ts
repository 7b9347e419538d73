import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { estateWithoutLaw, exampleEstate, openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const inCase = ['--case', 'night-1'] as const
/** Read once: the tests compare times with each other. */
const begun = Date.now()
const before = (hours: number): string => new Date(begun - hours * 3_600_000).toISOString()

interface Shown {
  readonly duty: string
  readonly tenant?: string
  readonly state: string
  readonly due?: string
  readonly latestDue?: string
  readonly formerDue?: string
  readonly because?: { readonly en: string }
  readonly unanswered: readonly string[]
  readonly submissions: readonly { readonly proof: string }[]
}

/** What `clocks list` answers with: 1 from the first missed clock on. */
let missed = 0

async function clock(duty: string, tenant?: string): Promise<Shown> {
  const { clocks } = await cli.json<{ clocks: Shown[] }>(['clocks', 'list', ...inCase], missed)
  return clocks.find((one) => one.duty === duty && one.tenant === tenant) ?? assert.fail(duty)
}

function sign(person: string, ...args: string[]): string[] {
  return [...args, ...inCase, '--person', person, '--key', cli.at(`${person}.key`)]
}

test('a declared case has its clocks at once; without a profile everything runs', async () => {
  await cli.json([
    'case',
    'declare',
    '--title',
    'x',
    '--exercise',
    '--estate',
    estateWithoutLaw(cli),
    ...inCase,
  ])
  for (const name of ['anna', 'bernd']) {
    const [key, pem] = [cli.at(`${name}.key`), cli.at(`${name}.pem`)]
    execFileSync('openssl', ['genpkey', '-algorithm', 'ed25519', '-out', key], { stdio: 'ignore' })
    execFileSync('openssl', ['pkey', '-in', key, '-pubout', '-out', pem])
    await cli.json(['case', 'approver', ...inCase, '--person', name, '--role', 'legal', '--public-key', pem])
  }
  writeFileSync(cli.at('receipt.pdf'), 'received')
  const early = await clock('bsig-32-1-1')
  assert.equal(early.state, 'running')
  assert.deepEqual(early.unanswered, ['nis2', 'dora', 'telecom'])
  const shown = await cli.run('clocks', 'list', ...inCase, '--language', 'de')
  assert.match(shown.stdout, /läuft.*bsig-32-1-1 .*Frühe Erstmeldung → Meldestelle von BSI und BBK \* \?/)
  assert.match(shown.stdout, /4 Mandanten: nordwind, alpenblick/)
  assert.match(shown.stdout, /Entwürfe für die Rechtsberatung/)
})

test('the profile says what does not apply and why, and brings the promises', async () => {
  const recorded = await cli.json<{ unanswered: string[] }>([
    'clocks',
    'profile',
    ...inCase,
    '--estate',
    exampleEstate,
  ])
  assert.deepEqual(recorded.unanswered, ['telecom'], 'counsel has to say what hosted mail is')
  const dora = await clock('dora-19-initial')
  assert.ok(dora.state === 'notApplicable' && /no financial entity/.test(dora.because?.en ?? ''))
  assert.equal((await clock('contract-avv', 'nordwind')).state, 'running')
  const all = await cli.run('clocks', 'list', ...inCase, '--all')
  assert.match(all.stdout, /Not applicable because:[^]*dora-19-initial +no financial entity under DORA/)
  const again = await cli.json<{ recorded: boolean }>([
    'clocks',
    'profile',
    ...inCase,
    '--estate',
    exampleEstate,
  ])
  assert.equal(again.recorded, false)
})

test('an earlier fact shortens the time; what was missed fails the list; a report needs proof and a reason', async () => {
  const started = await cli.run(
    'clocks',
    'start',
    ...inCase,
    '--event',
    'aware-as-controller',
    '--at',
    before(80),
  )
  assert.match(started.stdout, /gdpr-33-1 +MISSED/)
  missed = 1
  assert.equal((await clock('gdpr-33-1')).state, 'missed')
  const met = ['clocks', 'met', ...inCase, '--duty', 'gdpr-33-1', '--at', before(0.1), '--proof']
  const withoutProof = await cli.run(...met, cli.at('nothing.pdf'))
  assert.match(withoutProof.stderr, /not-found/)
  const withoutReason = await cli.run(...met, cli.at('receipt.pdf'))
  assert.match(withoutReason.stderr, /comes late[^]*--delay-reason/)
  await cli.json([
    ...met,
    cli.at('receipt.pdf'),
    '--delay-reason',
    'known on Sunday',
    '--reference',
    '2026/17',
  ])
  const after = await clock('gdpr-33-1')
  assert.equal(after.state, 'met')
  assert.match(after.submissions[0]?.proof ?? '', /^[0-9a-f]{64}$/)
  const shown = await cli.run('clocks', 'show', ...inCase, '--duty', 'gdpr-33-1', '--language', 'de')
  assert.match(shown.stdout, /erfüllt, verspätet[^]*VO 1182\/71[^]*Aktenzeichen +2026\/17[^]*known on Sunday/)
})

test('a start is moved by two people only, and the time before stays visible', async () => {
  const start = ['clocks', 'start', '--event', 'aware-as-controller', '--at', before(50)]
  const alone = await cli.run(...start, ...inCase)
  assert.match(alone.stderr, /recorded already[^]*two signatures/)
  const first = await cli.run(...sign('anna', ...start, '--reason', 'the first report was a false alarm'))
  assert.match(first.stdout, /signed by anna; a second person is missing/)
  const twice = await cli.run(...sign('anna', ...start))
  assert.match(twice.stderr, /signed this already/)
  await cli.json([...sign('bernd', ...start)])
  const shown = await clock('gdpr-33-1')
  assert.equal(Date.parse(shown.due ?? '') - Date.parse(shown.formerDue ?? ''), 30 * 3_600_000)
})

test('each tenant’s own clock starts at the receipt, and two people may sign that a duty does not apply', async () => {
  const told = [
    'clocks',
    'met',
    ...inCase,
    '--duty',
    'gdpr-33-2',
    '--at',
    before(1),
    '--proof',
    cli.at('receipt.pdf'),
  ]
  await cli.json([...told, '--tenant', 'nordwind', '--tenant', 'lindenhof'])
  assert.equal((await clock('gdpr-33-1@tenant', 'nordwind')).state, 'running')
  assert.equal((await clock('gdpr-33-1@tenant', 'hafenkontor')).state, 'waiting')
  const not = ['clocks', 'not-applicable', '--duty', 'gdpr-33-2', '--tenant', 'hafenkontor']
  await cli.json(sign('anna', ...not, '--reason', 'no data of this tenant was there'))
  assert.equal((await clock('gdpr-33-2', 'hafenkontor')).state, 'running')
  await cli.json(sign('bernd', ...not))
  assert.equal((await clock('gdpr-33-2', 'hafenkontor')).state, 'notApplicable')
  await cli.json([
    'clocks',
    'reopen',
    ...inCase,
    '--duty',
    'gdpr-33-2',
    '--tenant',
    'hafenkontor',
    '--reason',
    'a backup was found',
  ])
  assert.equal((await clock('gdpr-33-2', 'hafenkontor')).state, 'running')
})

test('declaring with a legal profile records it; open deadlines go into a calendar', async () => {
  const other = ['--case', 'night-2']
  await cli.json(['case', 'declare', '--title', 'x', '--exercise', '--estate', exampleEstate, ...other])
  const { clocks } = await cli.json<{ clocks: Shown[] }>(['clocks', 'list', ...other])
  assert.equal(clocks.find(({ duty }) => duty === 'dora-19-initial')?.state, 'notApplicable')
  const { stdout } = await cli.run('clocks', 'calendar', ...other)
  assert.match(stdout, /^BEGIN:VCALENDAR\r\n[^]*SUMMARY:report to the data protection authority/)
  assert.equal(stdout.match(/BEGIN:VEVENT/g)?.length, clocks.filter(isOpen).length)
})

function isOpen({ state, due, latestDue }: Shown): boolean {
  return state !== 'met' && (due ?? latestDue) !== undefined
}

test('unknown ids and cases are answered with the nearest ones, and the evidence holds', async () => {
  const typo = await cli.run('clocks', 'show', ...inCase, '--duty', 'gdpr-33-3')
  assert.match(typo.stderr, /no duty "gdpr-33-3"[^]*Did you mean "gdpr-33-/)
  const noCase = await cli.run('clocks', 'list', '--case', 'other')
  assert.match(noCase.stderr, /no case "other"/)
  const verified = await cli.json<{ verified: boolean }>(['evidence', 'verify', ...inCase])
  assert.ok(verified.verified)
})

test('a tick records what was missed once, whoever looks, and names a case that is not there', async () => {
  await cli.json([
    'case',
    'declare',
    '--title',
    'x',
    '--exercise',
    '--estate',
    exampleEstate,
    '--case',
    'tick',
  ])
  const quiet = await cli.run('clocks', 'tick', '--case', 'tick', '--language', 'de')
  assert.match(quiet.stdout, /Keine Frist ist seit dem letzten Blick/)
  const recorded = before(200)
  await cli.json(['clocks', 'start', '--case', 'tick', '--event', 'aware-as-controller', '--at', recorded])
  const looks = await Promise.all([1, 2, 3].map(() => cli.run('clocks', 'tick', '--case', 'tick')))
  const said = looks.flatMap(({ stdout }) => stdout.match(/MISSED: gdpr-33-1 /g) ?? [])
  assert.equal(said.length, 1, looks.map(({ stdout }) => stdout).join())
  const all = await cli.json<{ ticked: { case: string }[] }>(['clocks', 'tick'])
  assert.ok(!all.ticked.some((one) => one.case === 'tick'))
  const unknown = await cli.run('clocks', 'tick', '--case', 'none')
  assert.match(unknown.stderr, /There is no case "none"/)
  const verified = await cli.run('evidence', 'verify', '--case', 'tick')
  assert.equal(verified.exitCode, 0, verified.stdout)
})
