import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { needProgram } from '../../../../../../test/debian.ts'
import { needVeraPdf, validatePdf } from '../../../../../../test/pdf/vera-pdf.ts'
import { openDatabase } from '../../../adapters/database/index.ts'
import { noticeProofs } from '../../../adapters/mail-out/index.ts'
import { startYaraScanner } from '../../../adapters/scanners/index.ts'
import { exampleEstate, openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: startYaraScanner })
after(() => cli[Symbol.asyncDispose]())

const inCase = ['--case', 'night-1', '--estate', exampleEstate]
const by = (person: string): string[] => ['--person', person, '--key', cli.at(`${person}.key`)]
const time = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
const nextBy = ['--next-by', time(48)]
const sha = 'ab'.repeat(32)

async function state(findings: readonly object[], ...people: string[]): Promise<void> {
  const file = cli.at(`findings-${people.join('-')}.json`)
  writeFileSync(file, JSON.stringify(findings))
  for (const person of people) {
    await cli.json(['statement', 'finding', ...inCase, '--file', file, ...by(person)])
  }
}

interface Listed {
  readonly outdated: number
  readonly statements: readonly {
    readonly tenant: string
    readonly stage: string
    readonly revision: number
    readonly needsRevision: boolean
  }[]
}

before(async () => {
  await cli.json(['case', 'declare', ...inCase, '--title', 'x'])
  for (const role of ['dpo', 'forensics', 'legal']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    writeFileSync(cli.at(`${role}.key`), privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 })
    writeFileSync(cli.at(`${role}.pub`), publicKey.export({ format: 'pem', type: 'spki' }))
    const register = ['case', 'approver', '--case', 'night-1', '--person', role, '--role', role]
    await cli.json([...register, '--public-key', cli.at(`${role}.pub`)])
  }
})

const undetermined = {
  tenants: 'affected',
  service: 'mail',
  harm: 'exfiltration',
  verdict: 'undetermined',
  asOf: time(-3),
  gaps: {
    de: 'Die Protokolle der Firewall reichen nur drei Tage zurück.',
    en: 'Firewall logs reach back three days only.',
  },
}

test('findings, drafts, two signatures, a letter', { skip: needVeraPdf() }, async () => {
  await state([undetermined], 'forensics')
  const drafted = await cli.json<{ drafted: number; problems: unknown[] }>([
    'statement',
    'draft',
    ...inCase,
    ...nextBy,
  ])
  assert.deepEqual(drafted, { drafted: 4, unchanged: 0, problems: [] })
  const again = await cli.json<{ drafted: number }>(['statement', 'draft', ...inCase, ...nextBy])
  assert.equal(again.drafted, 0, 'nothing is new')
  const early = await cli.run('statement', 'letter', ...inCase, '--to', cli.at('early'))
  assert.match(early.stderr, /No approved statement/)
  assert.ok(!existsSync(cli.at('early')))
  await cli.json(['statement', 'approve', ...inCase, ...by('forensics')])
  const approved = await cli.json<{ approved: number }>(['statement', 'approve', ...inCase, ...by('dpo')])
  assert.equal(approved.approved, 4)
  const letters = cli.at('letters')
  const written = await cli.json<{ letters: number; postable: number }>([
    'statement',
    'letter',
    ...inCase,
    '--to',
    letters,
  ])
  assert.deepEqual([written.letters, written.postable], [4, 1], 'one contact has an address')
  const pdfs = readdirSync(letters).filter((name) => name.endsWith('.pdf'))
  assert.deepEqual(
    pdfs,
    ['alpenblick', 'hafenkontor', 'lindenhof', 'nordwind'].map((id) => `${id}-r1.pdf`),
  )
  const lines = validatePdf(
    ['2a', 'ua1'],
    pdfs.map((name) => `${letters}/${name}`),
  )
  assert.equal(lines.length, 8)
  for (const line of lines) assert.match(line, /^valid /)
  const list = readFileSync(`${letters}/posting-list.csv`, 'utf8')
  assert.match(
    list,
    /"lindenhof","1","lindenhof-r1.pdf","[0-9a-f]{64}","yes","Lindenhof Beratung e. K., Dirk Linde, Lindenhof 1, 12345 Musterstadt"/,
  )
  const before = readFileSync(`${letters}/nordwind-r1.pdf`)
  await cli.json(['statement', 'letter', ...inCase, '--to', letters])
  assert.ok(before.equals(readFileSync(`${letters}/nordwind-r1.pdf`)), 'written again, the same bytes')
})

test('openssl alone checks a letter and its content', { skip: needProgram('openssl', 'openssl') }, () => {
  const check = (file: string) =>
    spawnSync(
      'openssl',
      [
        'pkeyutl',
        '-verify',
        '-pubin',
        '-inkey',
        'house-key.pem',
        '-rawin',
        '-in',
        file,
        '-sigfile',
        `nordwind-r1.json.sig`,
      ],
      { cwd: cli.at('letters'), encoding: 'utf8' },
    ).stdout
  assert.match(check('nordwind-r1.json'), /Verified Successfully/)
  assert.doesNotMatch(check('lindenhof-r1.json'), /Verified Successfully/)
})

test(
  'the proof beside a letter shows with openssl alone that two people signed it',
  { skip: needProgram('openssl', 'openssl') },
  () => {
    const check = (content: string, proof: string) =>
      spawnSync('sh', ['verify-letter.sh', content, proof], { cwd: cli.at('letters'), encoding: 'utf8' })
    const { status, stdout } = check('nordwind-r1.json', 'nordwind-r1.proof')
    assert.equal(status, 0, stdout)
    assert.match(stdout, /letter to nordwind[^]*signed by forensics[^]*signed by dpo[^]*VERIFIED/)
    assert.equal(check('lindenhof-r1.json', 'nordwind-r1.proof').status, 1)
    const printed = spawnSync('pdftotext', ['-layout', cli.at('letters', 'nordwind-r1.pdf'), '-'], {
      encoding: 'utf8',
    })
    const [digest = ''] = /[0-9a-f]{64}/.exec(stdout) ?? []
    assert.ok(printed.stdout.replaceAll(/\s/g, '').includes(digest), 'the paper bears the same digest')
    assert.match(printed.stdout, /verify-letter\.sh/)
  },
)

test(
  'the letters go out with a notice, and the code on each confirms it',
  { skip: needProgram('zbarimg', 'zbar-tools') },
  async () => {
    const [folder, mail] = [cli.at('mailed'), cli.at('mail.yaml')]
    writeFileSync(
      mail,
      'apiVersion: mail/v1\nrelay: { host: 127.0.0.1, port: 9, tls: none }\nfrom: { name: X, address: n@news.example }\nbounces: b@news.example\nlinks: https://notices.example\n',
    )
    const notice = ['--notice', 'l1']
    const letter = ['statement', 'letter', ...inCase, ...notice, '--mail', mail, '--to', folder]
    await cli.json(letter)
    const draft = ['notice', 'draft', `${folder}/notice.txt`, ...inCase, ...notice, '--letters', folder]
    assert.equal((await cli.json<{ stage: string }>(draft)).stage, 'in review')
    // Before anything is recorded: what counts as sent cannot be edited any more.
    const without = await cli.run('notice', 'send', ...inCase, ...notice, '--mail', mail)
    assert.match(without.stderr, /not those that were signed[^]*--letters/)
    const send = ['notice', 'send', ...inCase, ...notice, '--mail', mail, '--letters', folder, '--dry-run']
    const missing = async () => (await cli.json<{ missing: string[] }>(send)).missing.join()
    assert.doesNotMatch(await missing(), /promise/)
    cli.later(49 * 3_600_000)
    assert.match(
      await missing(),
      /Letters that promise a time that is over: \d+ \(.*nordwind.*statement draft --case night-1/,
    )
    cli.later(-49 * 3_600_000)
    spawnSync('pdftoppm', ['-r', '150', '-gray', `${folder}/nordwind.pdf`, cli.at('page')])
    const pages = readdirSync(cli.folder).filter((name) => name.startsWith('page-'))
    const read = spawnSync('zbarimg', ['--raw', '-q', ...pages.map((name) => cli.at(name))], {
      encoding: 'utf8',
    })
    const [link = '', other] = read.stdout.trim().split('\n')
    assert.equal(link, other, 'one code, in both languages')
    const [, token = ''] = /^https:\/\/notices\.example\/a\/([\w-]{32})\?lang=de$/.exec(link) ?? []
    await using database = await openDatabase({ home: cli.at('home') })
    const place = await noticeProofs(database).placeOf(token)
    assert.deepEqual(place, { case: 'night-1', notice: 'l1', recipient: 'nordwind/c-nordwind' })
  },
)

test('a letter says the verdict, why, and that it is no all-clear; it names no other customer', () => {
  const text = readFileSync(cli.at('letters', 'nordwind-r1.txt'), 'utf8')
  assert.match(
    text,
    /Es lässt sich nicht feststellen, ob Daten an Unbefugte abgeflossen sind\. Das heißt nicht, dass es nicht geschehen ist\./,
  )
  assert.match(text, /Was fehlt: Die Protokolle der Firewall reichen nur drei Tage zurück\./)
  assert.match(
    text,
    /Whether unauthorised persons accessed the data has not been examined yet\. That does not mean/,
  )
  assert.match(text, /72 Stunden nach Art\. 33 Abs\. 1 DSGVO läuft ab Ihrer Kenntnis/)
  assert.doesNotMatch(text, /alpenblick|hafenkontor|lindenhof|Bernd Berg/i)
})

test('a finding that changes lists the statement for a revision, and the revision says what changed', async () => {
  const confirmed = {
    ...undetermined,
    tenants: ['nordwind'],
    verdict: 'confirmed',
    asOf: time(-1),
    grounds: { de: 'Zwölf Pakete im Netzverkehr.', en: 'Twelve packets in the traffic.' },
    bytes: { atLeast: 1_000_000, atMost: 2_500_000 },
    gaps: undefined,
  }
  await state([confirmed], 'forensics')
  const listed = await cli.json<Listed>(['statement', 'list', ...inCase, '--outdated'])
  assert.deepEqual(
    listed.statements.map(({ tenant, needsRevision }) => [tenant, needsRevision]),
    [['nordwind', true]],
  )
  const letter = ['statement', 'letter', ...inCase, '--tenant', 'nordwind', '--to', cli.at('outdated')]
  const refused = await cli.run(...letter)
  assert.equal(refused.exitCode, 1)
  assert.match(refused.stderr, /something else than is known now: nordwind/)
  assert.equal(existsSync(cli.at('outdated')), false, 'nothing was written')
  const anyway = await cli.json<{ outdated: string[] }>([...letter, '--outdated-anyway', 'it leaves at noon'])
  assert.deepEqual(anyway.outdated, ['nordwind'])
  const posted = ['statement', 'posted', ...inCase, '--tenant', 'nordwind', '--at', time(-0.1)]
  assert.match((await cli.run(...posted)).stderr, /something else than is known now/)
  await using database = await openDatabase({ home: cli.at('home') })
  const reasons = await database.query(
    `select entry from anlauf.evidence where entry like '%statement.outdatedAnyway%it leaves at noon%' or entry like '%it leaves at noon%statement.outdatedAnyway%'`,
  )
  assert.equal(reasons.length, 1)
  const diff = await cli.run('statement', 'diff', ...inCase, '--tenant', 'nordwind', '--language', 'de')
  assert.match(diff.stdout, /Abgeflossen: bisher „nicht feststellbar“, jetzt „bestätigt“\./)
  const drafted = await cli.json<{ drafted: number }>(['statement', 'draft', ...inCase, ...nextBy])
  assert.equal(drafted.drafted, 1)
  const shown = await cli.run('statement', 'show', ...inCase, '--tenant', 'nordwind', '--language', 'en')
  assert.match(shown.stdout, /Exfiltrated: “cannot be determined” before, “confirmed” now\./)
  assert.match(shown.stdout, /Amount: 1,000,000 bytes \(1\.0 MB\) to 2,500,000 bytes \(2\.5 MB\)/)
  assert.match(shown.stdout, /Revision 2, in review/)
})

test('excluded holds only with a second signature, and not from one person', async () => {
  const excluded = {
    tenant: 'lindenhof',
    service: 'mail',
    harm: 'deletion',
    verdict: 'excluded',
    asOf: time(-1),
    evidence: [sha],
    grounds: { de: 'Alle Dateien sind da.', en: 'All files are there.' },
  }
  const answer = async (): Promise<string | undefined> => {
    await cli.json(['statement', 'draft', ...inCase, ...nextBy, '--tenant', 'lindenhof'])
    const shown = await cli.json<{
      content: { answers: { service: string; harm: string; verdict: string }[] }
    }>(['statement', 'show', ...inCase, '--tenant', 'lindenhof'])
    return shown.content.answers.find(({ service, harm }) => service === 'mail' && harm === 'deletion')
      ?.verdict
  }
  await state([excluded], 'forensics')
  assert.equal(await answer(), 'open')
  await state([excluded], 'legal')
  assert.equal(await answer(), 'excluded')
  writeFileSync(cli.at('bare.json'), JSON.stringify([{ ...excluded, evidence: [] }]))
  const refused = await cli.run(
    'statement',
    'finding',
    ...inCase,
    '--file',
    cli.at('bare.json'),
    ...by('dpo'),
  )
  assert.match(refused.stderr, /missing logs exclude nothing/)
})

test('a finding that names another customer is refused', async () => {
  const gaps = { de: 'Wie bei Alpenblick Versicherungsmakler.', en: 'As with others.' }
  writeFileSync(
    cli.at('names.json'),
    JSON.stringify([{ ...undetermined, tenants: ['nordwind'], gaps, asOf: time(-2) }]),
  )
  const refused = await cli.run(
    'statement',
    'finding',
    ...inCase,
    '--file',
    cli.at('names.json'),
    ...by('dpo'),
  )
  assert.match(refused.stderr, /names another customer: "Alpenblick Versicherungsmakler"/)
})

test('the receipt of a registered letter starts the clock of that customer', async () => {
  await cli.json(['statement', 'approve', ...inCase, '--tenant', 'lindenhof', ...by('dpo')])
  const open = await cli.run('statement', 'posted', ...inCase, '--tenant', 'lindenhof', '--at', time(-2))
  assert.match(open.stderr, /is not approved; it must not leave/)
  await cli.json(['statement', 'approve', ...inCase, '--tenant', 'lindenhof', ...by('forensics')])
  await cli.json([
    'statement',
    'posted',
    ...inCase,
    '--tenant',
    'lindenhof',
    '--at',
    time(0),
    '--registered',
    '--number',
    'RR 123',
  ])
  writeFileSync(cli.at('receipt.png'), 'a scan')
  const delivered = [
    'statement',
    'delivered',
    ...inCase,
    '--tenant',
    'lindenhof',
    '--receipt',
    cli.at('receipt.png'),
  ]
  const soon = await cli.run(...delivered, '--at', time(-5))
  assert.match(soon.stderr, /cannot be delivered before it was posted/)
  const proved = await cli.json<{ proof: string; dutyMet: boolean }>([...delivered, '--at', time(0)])
  assert.equal(proved.proof, createHash('sha256').update('a scan').digest('hex'))
  assert.equal(proved.dutyMet, true)
  const again = await cli.json<{ dutyMet: boolean }>([...delivered, '--at', time(0)])
  assert.equal(again.dutyMet, true)
})

test('a promise that ran out between the signatures and the printing keeps the letter in', async () => {
  const tenant = ['--tenant', 'hafenkontor']
  const fresh = ['statement', 'draft', ...inCase, ...tenant, '--renew', '--next-by']
  const plan = await cli.json<{ drafts: { tenant: string; revision: number; against: number }[] }>([
    ...fresh,
    time(2),
    '--dry-run',
  ])
  assert.deepEqual(
    plan.drafts.map((one) => [one.tenant, one.revision, one.against]),
    [['hafenkontor', 2, 1]],
  )
  const soon = time(2)
  assert.equal((await cli.json<{ drafted: number }>([...fresh, soon])).drafted, 1)
  const again = await cli.json<{ drafted: number }>([...fresh, soon])
  assert.equal(again.drafted, 0, 'a run that was killed and called again drafts nothing twice')
  const signing = await cli.run('statement', 'approve', ...inCase, ...tenant, ...by('dpo'))
  assert.match(
    signing.stdout,
    /anlauf statement approve --case night-1 --estate \S+ --person NAME --key FILE/,
  )
  const both = await cli.run('statement', 'approve', ...inCase, ...tenant, ...by('forensics'))
  assert.match(both.stdout, /Next: anlauf statement letter --case night-1 --estate \S+ --to DIR/)
  const letter = ['statement', 'letter', ...inCase, ...tenant, '--to', cli.at('promised')]
  cli.later(3 * 3_600_000)
  const refused = await cli.run(...letter, '--outdated-anyway', 'it has to go')
  assert.equal(refused.exitCode, 1)
  assert.match(
    refused.stderr,
    /Letters that promise a time that is over: 1 \(hafenkontor\)[^]*statement draft --case night-1/,
  )
  assert.equal(existsSync(cli.at('promised')), false, 'nothing was written')
  const posted = ['statement', 'posted', ...inCase, ...tenant, '--at']
  assert.match(
    (await cli.run(...posted, time(2.5))).stderr,
    /promised a time that was over when they were posted: 1/,
  )
  await cli.json([...posted, time(1)])
  await cli.json(letter)
  assert.ok(existsSync(cli.at('promised')), 'what was posted in time is written again for the files')
  cli.later(-3 * 3_600_000)
})

test('a text that somebody changed in the database is noticed', async () => {
  {
    await using database = await openDatabase({ home: cli.at('home') })
    await database.query(
      `update anlauf.statement set content = replace(content, 'ausgeschlossen', 'bestätigt') where tenant = 'lindenhof'`,
    )
  }
  const shown = await cli.run('statement', 'show', ...inCase, '--tenant', 'lindenhof')
  assert.match(shown.stderr, /The text of the statement of lindenhof was changed/)
})
