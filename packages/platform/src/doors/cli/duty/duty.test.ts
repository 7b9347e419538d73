import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { openDatabase } from '../../../adapters/database/index.ts'
import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const inCase = ['--case', 'night-1', '--estate', exampleEstate]
const by = (person: string): string[] => ['--person', person, '--key', cli.at(`${person}.key`)]
const time = (hoursAgo: number): string => new Date(Date.now() - hoursAgo * 3_600_000).toISOString()

async function state(field: string, value: string, ...more: string[]): Promise<void> {
  const answer = ['fact', 'state', ...inCase, '--field', field, '--value', value, '--language', 'de']
  const asOf = more.includes('--as-of') ? [] : ['--as-of', time(1)]
  await cli.json([...answer, '--source', 'report 1', ...asOf, ...by('legal'), ...more])
}

interface Document {
  readonly status: string
  readonly contentHash: string
  readonly revision: number
  readonly missing: readonly { readonly key: string; readonly field: string }[]
  readonly changes?: { readonly items: readonly { readonly key: string; readonly kind: string }[] }
}

const draft = (duty: string, ...more: string[]): Promise<Document> =>
  cli.json<Document>(['duty', 'draft', ...inCase, '--duty', duty, ...more])

before(async () => {
  await cli.json(['case', 'declare', ...inCase, '--title', 'x', '--exercise'])
  for (const role of ['legal', 'management', 'dpo', 'forensics']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    writeFileSync(cli.at(`${role}.key`), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    writeFileSync(cli.at(`${role}.pub`), publicKey.export({ format: 'pem', type: 'spki' }))
    const register = ['case', 'approver', '--case', 'night-1', '--person', role, '--role', role]
    await cli.json([...register, '--public-key', cli.at(`${role}.pub`)])
  }
  writeFileSync(cli.at('receipt.pdf'), 'received')
})

test('what is missing is listed by the earliest time, before any time is over', async () => {
  const missing = await cli.json<{ missing: { field: string; duties: string[]; due: string }[] }>(
    ['duty', 'missing', ...inCase],
    1,
  )
  const [first] = missing.missing
  assert.ok(first && first.due > new Date().toISOString())
  assert.ok(
    missing.missing.some(
      ({ field, duties }) => field === 'incident.malicious' && duties.includes('bsig-32-1-1'),
    ),
  )
  const shown = await cli.run('duty', 'missing', ...inCase, '--duty', 'bsig-32-1-1')
  assert.equal(shown.exitCode, 1)
  assert.match(shown.stdout, /incident\.malicious +Verdacht auf rechtswidrige/)
})

test('a report grows from a draft with gaps to one that two people signed and an authority received', async () => {
  const gaps = await draft('bsig-32-1-1')
  assert.equal(gaps.status, 'draft for counsel')
  assert.ok(gaps.missing.some(({ key }) => key === '1.1'))
  const early = ['duty', 'approve', ...inCase, '--duty', 'bsig-32-1-1']
  const refused = await cli.run(...early, ...by('legal'))
  assert.match(refused.stderr, /lacks \d+ required answers: .*1\.1[\s\S]*Code: gate-closed/)

  await state('incident.malicious', 'ja')
  await state('incident.cross-border', 'nein')
  const unchanged = await draft('bsig-32-1-1')
  assert.equal(unchanged.revision, 2)
  assert.deepEqual(
    unchanged.changes?.items.map(({ key, kind }) => `${kind} ${key}`),
    ['added 1.1', 'added 1.2'],
  )
  assert.equal((await draft('bsig-32-1-1')).revision, 2, 'the same words are the same revision')

  const reason = ['--incomplete', 'registration number follows']
  const wrong = await cli.run(...early, ...reason, ...by('dpo'))
  assert.match(wrong.stderr, /does not sign off bsig-32-1-1[\s\S]*legal and management/)
  const one = await cli.json<{ approved: boolean }>([...early, ...reason, ...by('legal')])
  assert.equal(one.approved, false)
  const twice = await cli.run(...early, ...reason, ...by('legal'))
  assert.match(twice.stderr, /signed this already/)
  const handIn = ['duty', 'submitted', ...inCase, '--duty', 'bsig-32-1-1', '--receipt', cli.at('receipt.pdf')]
  const tooEarly = await cli.run(...handIn, '--at', time(0.01))
  assert.match(tooEarly.stderr, /was not approved as it reads now/)
  const two = await cli.json<{ approved: boolean }>([...early, ...reason, ...by('management')])
  assert.equal(two.approved, true)
  const approved = await cli.run('duty', 'draft', ...inCase, '--duty', 'bsig-32-1-1')
  assert.match(
    approved.stdout,
    /^ÜBUNG \/ EXERCISE\nFreigegeben von legal \(legal\), management \(management\)\n/,
  )

  const given = await cli.json<{ payload: string; proof: string }>([
    ...handIn,
    '--at',
    time(0.01),
    '--reference',
    'BSI-1',
  ])
  assert.equal(given.payload, unchanged.contentHash)
  assert.equal(given.proof, createHash('sha256').update('received').digest('hex'))
  const { duties } = await cli.json<{ duties: { duty: string; stage: string }[] }>([
    'duty',
    'overview',
    ...inCase,
  ])
  assert.equal(duties.find(({ duty }) => duty === 'bsig-32-1-1')?.stage, 'submitted')
  const show = ['fact', 'show', ...inCase, '--field', 'incident.authorities']
  const facts = await cli.json<{ fact: { value: string[] } }>(show)
  assert.match(facts.fact.value.join(), /bsig-32-1-1, .*, BSI-1/, 'what was told is a fact of its own')
})

test('a submission starts what counts from it', async () => {
  const handIn = ['duty', 'submitted', ...inCase, '--duty', 'bsig-32-1-2', '--receipt', cli.at('receipt.pdf')]
  await draft('bsig-32-1-2')
  const given = await cli.json<{ started: string[] }>([...handIn, '--at', time(0.01), '--unapproved'])
  assert.deepEqual(given.started, ['bsig-32-1-4'])
})

test('a changed fact makes approvals those of an earlier revision', async () => {
  const approve = ['duty', 'approve', ...inCase, '--duty', 'gdpr-33-1', '--incomplete', 'in phases']
  await draft('gdpr-33-1')
  for (const person of ['dpo', 'legal']) await cli.json([...approve, ...by(person)])
  assert.match(
    (await cli.run('duty', 'draft', ...inCase, '--duty', 'gdpr-33-1')).stdout,
    /Freigegeben von dpo/,
  )
  await state('persons.count', '1200', '--own', '--estimate')
  const again = await cli.run('duty', 'draft', ...inCase, '--duty', 'gdpr-33-1')
  assert.match(again.stdout, /ENTWURF FÜR DIE RECHTSBERATUNG/)
  assert.match(again.stdout, /\[3\.4\] Zahl der betroffenen Personen: neu/)
})

test('which revision was handed in is said by a person where it may have been an earlier one', async () => {
  const receipt = ['--receipt', cli.at('receipt.pdf'), '--at', time(0.02)]
  const handIn = ['duty', 'submitted', ...inCase, '--duty', 'gdpr-33-1', ...receipt]
  const log = async (): Promise<string> => (await cli.run('evidence', 'export', '--case', 'night-1')).stdout
  const before = await log()
  // The first was approved and is with the authority; the facts went on, and the second is not signed.
  await draft('gdpr-33-1')
  const asked = await cli.run(...handIn)
  assert.equal(asked.exitCode, 1)
  assert.match(asked.stderr, /gdpr-33-1 de has 2 revisions: say which one was handed in/)
  assert.match(asked.stderr, /--revision: 1 \(approved, [0-9a-f]{12}…\), 2 \(not approved, [0-9a-f]{12}…\)/)
  const unapproved = await cli.run(...handIn, '--unapproved')
  assert.match(unapproved.stderr, /say which one was handed in/, 'without approval it could be either')
  assert.match((await cli.run(...handIn, '--revision', '2')).stderr, /revision 2 was not approved/)
  assert.match((await cli.run(...handIn, '--revision', '3')).stderr, /has no revision 3[^]*There are 1 \(/)
  assert.match((await cli.run(...handIn, '--revision', 'last')).stderr, /last/)
  assert.doesNotMatch((await log()).slice(before.length), /clock\.met|duty\.met/)

  const first = /1 \(approved, ([0-9a-f]{12})/.exec(asked.stderr)?.[1] ?? ''
  const given = await cli.json<{ payload: string }>([...handIn, '--revision', '1'])
  assert.ok(
    first !== '' && given.payload.startsWith(first),
    'what was signed and handed in, not what stands there now',
  )
})

test('a tenant’s notice, a letter a group, a page to print', async () => {
  const notice = await cli.run('duty', 'draft', ...inCase, '--duty', 'gdpr-33-2', '--tenant', 'nordwind')
  assert.match(notice.stdout, /Ihre eigene Frist nach Art\. 33/)
  assert.doesNotMatch(notice.stdout, /Alpenblick|Lindenhof|Hafenkontor/)
  await state('persons.groups', 'customers,employees', '--own')
  const letters = await cli.json<{ drafts: { group: string }[] }>([
    'duty',
    'draft',
    ...inCase,
    '--duty',
    'gdpr-34',
  ])
  assert.deepEqual(
    letters.drafts.map(({ group }) => group),
    ['customers', 'employees'],
  )
  const args = ['--duty', 'gdpr-34', '--group', 'employees', '--format', 'html', '--language', 'en']
  const page = await cli.run('duty', 'draft', ...inCase, ...args)
  assert.match(page.stdout, /<html lang="en">[\s\S]*as an employee of ours/)
})

test('all first notices in one go, in a folder that only we read', async () => {
  const out = cli.at('drafts')
  const written = await cli.json<{ written: string[] }>(['duty', 'draft', ...inCase, '--first', '--out', out])
  assert.equal(readdirSync(out).length, written.written.length)
  assert.ok(written.written.some((file) => file.endsWith('gdpr-33-2_lindenhof_de.txt')))
  for (const file of written.written)
    assert.match(readFileSync(file, 'utf8'), /ENTWURF FÜR DIE RECHTSBERATUNG|Freigegeben/)
})

const refusals: readonly (readonly [string, string[], RegExp])[] = [
  ['no document named', ['duty', 'draft', ...inCase], /Which document\?/],
  ['an unknown duty', ['duty', 'draft', ...inCase, '--duty', 'bsig-32-1-9'], /Did you mean "bsig-32-1-/],
  ['a rule without document', ['duty', 'draft', ...inCase, '--duty', 'bdsg-42-43'], /Nothing is written/],
  [
    'an unknown tenant',
    ['duty', 'draft', ...inCase, '--duty', 'gdpr-33-2', '--tenant', 'x'],
    /no tenant "x"/,
  ],
  [
    'nothing drafted',
    ['duty', 'approve', ...inCase, '--duty', 'stpo-158', ...by('legal')],
    /no draft "stpo-158 de"/,
  ],
  [
    'somebody else’s duty',
    ['duty', 'approve', ...inCase, '--duty', 'gdpr-33-1@tenant', ...by('legal')],
    /signed off by nobody/,
  ],
]
test('what is wrong is refused with what to do', async () => {
  for (const [name, args, problem] of refusals) {
    const ran = await cli.run(...args)
    assert.equal(ran.exitCode, 1, name)
    assert.match(ran.stderr, problem, name)
  }
})

test('registers are made from the logs, as CSV or JSON, of one case or of all', async () => {
  // What strangers ask has a chain of its own in the same log, which is no case.
  cli.pipe(
    'name: Anna Nord\ncustomer: none\nphone: +49 30 1234567\nservice: other\ntopic: status\nlanguage: de\nconsent: yes\n\nWann?\n',
  )
  await cli.json(['inquiry', 'add', ...inCase])
  const csv = await cli.run('duty', 'register', '--estate', exampleEstate, '--language', 'en')
  assert.match(csv.stdout, /^case,exercise,duty,norm,recipient,tenant,submittedAt/)
  assert.match(
    csv.stdout,
    /night-1,yes,bsig-32-1-1,BSIG § 32\(1\) no\. 1,reporting office of BSI and BBK,,.*,BSI-1,no,/,
  )
  assert.match(csv.stdout, /"legal \(legal\), management \(management\)"\r\n/)
  const breaches = await cli.json<{ lines: { persons: string }[] }>([
    'duty',
    'register',
    ...inCase,
    '--kind',
    'breaches',
  ])
  assert.deepEqual(
    breaches.lines.map(({ persons }) => persons),
    ['1.200'],
  )
  const wrong = await cli.run('duty', 'register', '--estate', exampleEstate, '--authority', 'fbi')
  assert.match(wrong.stderr, /no recipient/)
})

test('what went out without approval, and what was overtaken, is found', async () => {
  await state('incident.malicious', 'nein', '--as-of', time(0.5))
  const { findings } = await cli.json<{ findings: { rule: string; about: string }[] }>(
    ['duty', 'check', ...inCase],
    1,
  )
  const found = findings.map(({ rule, about }) => `${rule} ${about}`)
  assert.ok(found.includes('submitted-unapproved bsig-32-1-2'), found.join('\n'))
  assert.ok(found.includes('overtaken incident.malicious'))
  assert.ok(found.includes('account-missing bsi'))
})

test('a complaint goes with what may go, verifies with stock tools, and tells nothing else of the log', async () => {
  const [note, report] = [cli.at('note.txt'), cli.at('report-dpa.txt')]
  writeFileSync(note, 'pay 5')
  writeFileSync(report, (await cli.run('duty', 'draft', ...inCase, '--duty', 'gdpr-33-1')).stdout)
  const complaint = (name: string, ...files: string[]): string[] => [
    'duty',
    'complaint',
    ...inCase,
    '--to',
    cli.at(name),
    ...files.flatMap((file) => ['--attach', file]),
  ]
  const unseen = await cli.run(...complaint('c1', note))
  assert.match(unseen.stderr, /nobody looked whether it may be handed on[\s\S]*Code: gate-closed/)
  const tag = ['duty', 'tag', ...inCase, '--file', note, '--tag', 'free']
  assert.match((await cli.run(...tag, ...by('forensics'))).stderr, /cannot say that a file is free/)
  await cli.json([...tag, ...by('dpo')])
  const apart = await cli.run(...complaint('c2', note, report))
  assert.match(apart.stderr, /report-dpa\.txt cannot go with the complaint: it is kept apart \(bdsg42-43\)/)
  const consent = ['duty', 'consent', ...inCase, '--file', report, '--tag', 'bdsg42-43', '--reason', 'agreed']
  assert.equal((await cli.json<{ holds: boolean }>([...consent, ...by('legal')])).holds, false)
  assert.match((await cli.run(...complaint('c3', report))).stderr, /kept apart/)
  assert.equal((await cli.json<{ holds: boolean }>([...consent, ...by('management')])).holds, true)

  const made = await cli.json<{ status: string; files: string[] }>(complaint('c4', note))
  assert.equal(made.status, 'draft for counsel')
  const folder = cli.at('c4')
  execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: folder })
  execFileSync('sh', ['verify.sh'], { cwd: join(folder, 'log') })
  const log = readFileSync(join(folder, 'log', 'entries.ndjson'), 'utf8')
  assert.doesNotMatch(log, /fact\.stated|filing\.|clock\.|nordwind/)
  const withReport = await cli.json<{ files: string[] }>(complaint('c5', report))
  assert.ok(withReport.files.includes('attachments/report-dpa.txt'))
  const contents = readFileSync(join(cli.at('c5'), 'contents.json'), 'utf8')
  assert.match(contents, /"reason": "agreed"/)
  assert.match((await cli.run(...complaint('c4', note))).stderr, /not an empty folder/)
})

test('words that somebody changed in the table are shown to nobody and signed by nobody', async () => {
  await draft('vvg-30')
  const database = await openDatabase({ home: cli.at('home') })
  await database.query(
    `update anlauf.duty_draft set content = replace(content, 'kein Anerkenntnis', 'ein Anerkenntnis')
      where filing = 'vvg-30 de'`,
  )
  await database[Symbol.asyncDispose]()
  for (const args of [
    ['duty', 'draft', ...inCase, '--duty', 'vvg-30'],
    ['duty', 'approve', ...inCase, '--duty', 'vvg-30', '--incomplete', 'later', ...by('legal')],
  ]) {
    const ran = await cli.run(...args)
    assert.match(ran.stderr, /not those that the log names[\s\S]*Code: evidence-broken/)
  }
})
