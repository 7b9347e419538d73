import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** One mail as Dovecot shows it. */
export interface ShownMail {
  readonly mailbox: string
  readonly uid: number
  /** Flags and keywords, sorted; without `\Recent`, which only says that nobody looked since. */
  readonly flags: readonly string[]
  readonly messageId: string
  readonly size: number
}

/** A mail server's programs on a private configuration: no listener, no accounts, no service. */
export interface PrivateDovecot {
  /** Below it lies `Maildir`. */
  readonly home: string
  save(mail: Uint8Array, mailbox?: string): void
  run(...args: string[]): string
  mails(): readonly ShownMail[]
  /** Folder → `uidvalidity uidnext`. */
  status(): Readonly<Record<string, { uidValidity: number; uidNext: number }>>
  /** Whatever it complained about so far. */
  log(): string
  /** Makes it the owner of everything in its home. */
  own(): void
}

/** Dovecot refuses root for mail; another user needs none. */
const [uid, gid] =
  process.getuid?.() === 0 ? [65534, 65534] : [process.getuid?.() ?? 0, process.getgid?.() ?? 0]

/** `home` may hold a `Maildir` already; `folder` is for its configuration and its log. */
export function privateDovecot(folder: string, home: string): PrivateDovecot {
  mkdirSync(folder, { recursive: true })
  mkdirSync(home, { recursive: true })
  const [config, log] = [join(folder, 'dovecot.conf'), join(folder, 'log')]
  for (const name of ['run', 'state']) mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(config, configuration(folder, home, log))
  writeFileSync(log, '')
  own(folder)

  function run(args: readonly string[], input?: Uint8Array): string {
    const done = spawnSync('doveadm', ['-c', config, ...args], {
      ...(input === undefined ? {} : { input }),
      ...(process.getuid?.() === 0 ? { uid, gid } : {}),
      env: { PATH: process.env['PATH'] ?? '', USER: 'anna', HOME: home },
      encoding: 'utf8',
    })
    if (done.status !== 0) throw new Error(`doveadm ${args.join(' ')}: ${done.stderr}`)
    return done.stdout
  }
  own(home)
  return {
    home,
    save: (mail, mailbox = 'INBOX') => void run(['save', '-m', mailbox], mail),
    run: (...args) => run(args),
    mails: () =>
      shownMails(
        run(['-f', 'json', 'fetch', 'mailbox uid flags hdr.message-id size.physical', 'mailbox', '*']),
      ),
    status: () => shownStatus(run(['-f', 'json', 'mailbox', 'status', 'uidvalidity uidnext', '*'])),
    log: () => readFileSync(log, 'utf8'),
    own: () => own(home),
  }
}

function configuration(folder: string, home: string, log: string): string {
  return [
    `base_dir = ${join(folder, 'run')}`,
    `state_dir = ${join(folder, 'state')}`,
    `log_path = ${log}`,
    'protocols =',
    'ssl = no',
    'first_valid_uid = 1',
    `mail_uid = ${uid}`,
    `mail_gid = ${gid}`,
    `mail_home = ${home}`,
    `mail_location = maildir:${join(home, 'Maildir')}`,
    'mail_plugins =',
    'stats_writer_socket_path =',
    '',
  ].join('\n')
}

function shownMails(json: string): readonly ShownMail[] {
  const rows = JSON.parse(json === '' ? '[]' : json) as Record<string, string>[]
  return rows.map((row) => ({
    mailbox: row['mailbox'] ?? '',
    uid: Number(row['uid']),
    flags: (row['flags'] ?? '')
      .split(' ')
      .filter((flag) => flag !== '' && flag !== '\\Recent')
      .sort(),
    messageId: row['hdr.message-id'] ?? '',
    size: Number(row['size.physical']),
  }))
}

function shownStatus(json: string): ReturnType<PrivateDovecot['status']> {
  const rows = JSON.parse(json) as Record<string, string>[]
  return Object.fromEntries(
    rows.map((row) => [
      row['mailbox'] ?? '',
      { uidValidity: Number(row['uidvalidity']), uidNext: Number(row['uidnext']) },
    ]),
  )
}

function own(place: string): void {
  if (process.getuid?.() !== 0 || !existsSync(place)) return
  chownSync(place, uid, gid)
  if (!lstatSync(place).isDirectory()) return
  chmodSync(place, 0o755)
  for (const name of readdirSync(place)) own(join(place, name))
}
