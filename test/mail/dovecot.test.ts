import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { backup, initRepository, localStorage, type Repository } from '@anlauf/repository'

import { startYaraScanner } from '../../packages/platform/src/adapters/scanners/index.ts'
import { mail } from '../../packages/platform/src/drill/content/mail.ts'
import { seededRandom } from '../../packages/platform/src/drill/random.ts'
import { detectHistory } from '../../packages/platform/src/phases/detect/index.ts'
import {
  memoryVerdictCache,
  parseManifest,
  planRecovery,
  runRecovery,
  verifyCleanRoom,
} from '../../packages/platform/src/phases/recover/index.ts'
import { needProgram } from '../debian.ts'
import { type PrivateDovecot, privateDovecot, type ShownMail } from './private-dovecot.ts'

const skip = needProgram('doveadm', 'dovecot-imapd')
const rules = fileURLToPath(new URL('../../rules', import.meta.url))
const firstNight = Date.parse('2026-03-02T02:00:00Z')

test(
  'an attacked mailbox of a real Dovecot comes back: UIDVALIDITY, UIDs and flags kept, every mail once',
  { skip },
  async (t) => {
    const work = workFolder(t)
    const machine = join(work, 'machine')
    const anna = privateDovecot(join(work, 'dovecot'), join(machine, 'srv/mail/anna'))
    const repository = await initRepository(localStorage(join(work, 'repository')), {
      password: 'x',
      kdf: { N: 1024, r: 8, p: 1 },
    })
    const night = nightly(repository, machine)
    const maildir = join(anna.home, 'Maildir')

    anna.run('mailbox', 'create', 'Archive', 'Projects.2026', 'Rarely')
    const seen = () => seenByClient(maildir)
    deliver(anna, 'first', { INBOX: 14, Archive: 8, 'Projects.2026': 4, Rarely: 2 })
    seen()
    flag(anna, '\\Seen', 'INBOX', '1:4')
    flag(anna, '$Important', 'INBOX', '2')
    await night()
    // Read, answered and sorted on the next days: files get other names, the lists grow.
    flag(anna, '\\Seen \\Answered', 'INBOX', '5:9')
    flag(anna, '\\Flagged customer', 'Archive', '1:3')
    deliver(anna, 'second', { INBOX: 5, Archive: 3 })
    seen()
    await night()
    flag(anna, '\\Seen customer', 'INBOX', '10:16')
    anna.run('expunge', 'mailbox', 'INBOX', 'uid', '1')
    deliver(anna, 'third', { INBOX: 4 })
    await night()
    const before = anna.mails()
    const statusBefore = anna.status()

    // The attacker deletes over IMAP first, so that the server forgets the mails, and encrypts the rest with all it finds.
    anna.run('expunge', 'mailbox', 'INBOX', 'uid', '6:8')
    anna.run('expunge', 'mailbox', 'Projects.2026', 'uid', '2')
    const folders = ['cur', 'new', '.Archive/cur', '.Archive/new', '.Projects.2026/new']
    const hit = folders.flatMap((folder) => encryptMails(join(maildir, folder)))
    assert.ok(hit.length >= 10)
    encrypt(join(maildir, '.Archive/dovecot-uidlist'))
    encrypt(join(maildir, 'dovecot-keywords'))
    for (const name of ['dovecot.index.log', 'dovecot.index.cache', '.Archive/dovecot.index.log']) {
      writeFileSync(join(maildir, name), randomBytes(5000))
    }
    await night()

    const report = await detectHistory(repository, {})
    const plan = await planRecovery(repository, report)
    const scanner = await startYaraScanner({ rules: [rules], processes: 1 })
    const cleanRoom = join(work, 'clean-room')
    const options = {
      repository,
      plan,
      cleanRoom,
      quarantine: join(work, 'quarantine'),
      scanner,
      verdicts: memoryVerdictCache(),
    }
    const outcome = await runRecovery(options)
    const again = await runRecovery(options)
    await scanner.close()
    const [unit] = outcome.units
    assert.ok(unit)
    assert.equal(again.units[0]?.manifestDigest, unit.manifestDigest, 'a second run changes nothing')
    assert.deepEqual((await verifyCleanRoom(cleanRoom, unit, {})).problems, [])
    const lines = parseManifest(readFileSync(unit.manifestFile, 'utf8'))
    assert.ok(
      lines.some(({ path, reason }) => reason === 'mended' && path.endsWith('Maildir/dovecot-uidlist')),
    )
    assert.ok(
      lines.every(({ path }) => !/dovecot\.(?:list\.)?index/.test(path)),
      'indexes are left out',
    )

    const home = join(work, 'recovered')
    cpSync(join(cleanRoom, 'mbox1/files/mbox1/srv/mail/anna'), home, { recursive: true })
    const recovered = privateDovecot(join(work, 'dovecot-2'), home)
    recovered.run('mailbox', 'status', 'messages', '*')
    const after = recovered.mails()
    assert.equal(new Set(after.map(keyOf)).size, after.length, 'no mail twice')
    assert.deepEqual(after.map(keyOf).sort(), before.map(keyOf).sort(), 'every mail of the last clean night')
    assert.deepEqual(byKey(after), byKey(before), 'UIDs and flags')
    const statusAfter = recovered.status()
    for (const [mailbox, { uidValidity, uidNext }] of Object.entries(statusBefore)) {
      assert.equal(statusAfter[mailbox]?.uidValidity, uidValidity, mailbox)
      assert.ok(
        (statusAfter[mailbox]?.uidNext ?? 0) > uidNext,
        `${mailbox}: numbers given out since are not given out again`,
      )
    }
    assert.equal(recovered.log(), '')
  },
)

test(
  'a mailbox that another program restored from two nights opens without complaint once it is mended',
  { skip },
  (t) => {
    const work = workFolder(t)
    const anna = privateDovecot(join(work, 'dovecot'), join(work, 'anna'))
    const maildir = join(anna.home, 'Maildir')
    anna.run('mailbox', 'create', 'Archive')
    deliver(anna, 'first', { INBOX: 6, Archive: 3 })
    seenByClient(maildir)
    flag(anna, '\\Seen customer', 'INBOX', '1:3')
    anna.mails()
    // The night's copy of everything, and mails of the next one beside its lists and indexes.
    const copy = join(work, 'restored')
    cpSync(anna.home, copy, { recursive: true })
    deliver(anna, 'second', { INBOX: 3 })
    anna.run('expunge', 'mailbox', 'INBOX', 'uid', '2')
    const before = anna.mails()
    rmSync(join(copy, 'Maildir/cur'), { recursive: true })
    rmSync(join(copy, 'Maildir/.Archive/tmp'), { recursive: true })
    cpSync(join(maildir, 'cur'), join(copy, 'Maildir/cur'), { recursive: true })
    cpSync(join(maildir, 'new'), join(copy, 'Maildir/new'), { recursive: true })
    writeFileSync(join(copy, 'Maildir/dovecot.index.log'), randomBytes(3000))

    assert.equal(anlauf('mail', 'check', '--in', copy).status, 0)
    const shown = anlauf('mail', 'mend', '--in', copy, '--dry-run', '--json')
    assert.equal(
      (JSON.parse(shown.stdout) as { mailboxes: { uidList: { dropped: number } | null }[] }).mailboxes[0]
        ?.uidList?.dropped,
      1,
    )
    const mended = anlauf('mail', 'mend', '--in', copy)
    assert.equal(mended.status, 0, mended.stderr)
    const restored = privateDovecot(join(work, 'dovecot-2'), copy)
    const after = restored.mails()
    assert.deepEqual(after.map(keyOf).sort(), before.map(keyOf).sort())
    for (const one of before.filter(({ uid, mailbox }) => mailbox === 'Archive' || uid <= 6)) {
      assert.deepEqual(byKey(after)[keyOf(one)], one)
    }
    // What no list knows gets numbers that no client has seen.
    assert.ok(after.filter(({ uid }) => uid > 100_000).length === 3)
    assert.equal(restored.log(), '')
    assert.equal(anlauf('mail', 'check', '--in', join(work, 'dovecot')).status, 1, 'no Maildir there')
  },
)

const program = fileURLToPath(new URL('../../packages/platform/bin/anlauf.js', import.meta.url))

function anlauf(...args: string[]): ReturnType<typeof spawnSync> & { stdout: string; stderr: string } {
  return spawnSync(process.execPath, [program, 'recover', ...args], { encoding: 'utf8' })
}

/** Dovecot runs as somebody else and must get there. */
function workFolder(t: TestContext): string {
  const work = mkdtempSync(join(tmpdir(), 'anlauf-mail-'))
  t.after(() => rmSync(work, { recursive: true, force: true }))
  chmodSync(work, 0o755)
  return work
}

function nightly(repository: Repository, machine: string): () => Promise<void> {
  let nights = 0
  return async () => {
    const time = new Date(firstNight + nights * 86_400_000)
    nights += 1
    await backup(repository, { paths: [join(machine, 'srv/mail')], asRoot: machine, hostname: 'mbox1', time })
  }
}

function deliver(dovecot: PrivateDovecot, seed: string, counts: Readonly<Record<string, number>>): void {
  for (const [mailbox, count] of Object.entries(counts)) {
    const random = seededRandom(7).fork(`${seed}/${mailbox}`)
    for (let at = 0; at < count; at += 1)
      dovecot.save(mail(random, 'nordwind.example', new Date(firstNight)), mailbox)
  }
}

/** What a client's first look does: mails go from `new` to `cur` and get their place for flags. */
function seenByClient(maildir: string): void {
  for (const name of readdirSync(join(maildir, 'new'))) {
    renameSync(join(maildir, 'new', name), join(maildir, 'cur', name.includes(':2,') ? name : `${name}:2,`))
  }
}

function flag(dovecot: PrivateDovecot, flags: string, mailbox: string, uids: string): void {
  dovecot.run('flags', 'add', flags, 'mailbox', mailbox, 'uid', uids)
}

/** Every second mail, so that some stay. */
function encryptMails(folder: string): string[] {
  const names = readdirSync(folder).filter((_, at) => at % 2 === 0)
  for (const name of names) encrypt(join(folder, name))
  return names
}

function encrypt(path: string): void {
  writeFileSync(path, randomBytes(readFileSync(path).length + 512))
  renameSync(path, `${path}.locked`)
}

function keyOf({ mailbox, messageId }: ShownMail): string {
  return `${mailbox} ${messageId}`
}

function byKey(mails: readonly ShownMail[]): Record<string, ShownMail> {
  return Object.fromEntries(mails.map((one) => [keyOf(one), one]))
}
