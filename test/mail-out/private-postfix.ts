import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A Postfix of its own: own queue, own log, one loopback port; it delivers into Maildirs below its folder. */
export interface PrivatePostfix extends AsyncDisposable {
  readonly port: number
  readonly log: string
  /** Home of a mailbox, with its `Maildir`. */
  home(name: string): string
  /** The mails that a mailbox holds. */
  mails(name: string): readonly Buffer[]
  /** Waits until the queue is empty. */
  drained(): Promise<void>
}

/** Mailboxes of `@customer.example`; everybody else there is unknown. `bounce` belongs to us. */
export async function privatePostfix(
  mailboxes: readonly string[],
  /** More lines of its `main.cf`. */
  more: readonly string[] = [],
): Promise<PrivatePostfix> {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-postfix-'))
  chmodSync(folder, 0o755)
  const port = await freePort()
  const log = join(folder, 'mail.log')
  const config = join(folder, 'etc')
  for (const name of ['etc', 'queue', 'data', 'mail']) mkdirSync(join(folder, name))
  const [uid = 0, gid = 0] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, 'postfix'], { encoding: 'utf8' }).stdout),
  )
  chownSync(join(folder, 'data'), uid, gid)
  chownSync(join(folder, 'mail'), nobody, nobody)
  const rows = [
    ...mailboxes.map((name) => `${name}@customer.example ${name}/Maildir/`),
    'bounce@news.example bounce/Maildir/',
  ]
  writeFileSync(join(config, 'mailboxes'), rows.map((row) => `${row}\n`).join(''))
  spawnSync('postmap', [`hash:${join(config, 'mailboxes')}`])
  writeFileSync(
    join(config, 'main.cf'),
    `${mainConfiguration(folder)}${more.map((line) => `${line}\n`).join('')}`,
  )
  writeFileSync(join(config, 'master.cf'), masterConfiguration(port))
  run(config, 'start')
  for (
    let tries = 0;
    !(existsSync(log) && readFileSync(log, 'utf8').includes('daemon started'));
    tries += 1
  ) {
    if (tries > 100) throw new Error('Postfix does not start')
    await sleep(100)
  }
  const mails = (name: string): readonly Buffer[] =>
    ['new', 'cur'].flatMap((part) => {
      const place = join(folder, 'mail', name, 'Maildir', part)
      return existsSync(place) ? readdirSync(place).map((file) => readFileSync(join(place, file))) : []
    })
  return {
    port,
    log,
    home: (name) => join(folder, 'mail', name),
    mails,
    async drained() {
      for (let tries = 0; tries < 3000; tries += 1) {
        const { stdout } = spawnSync('postqueue', ['-c', config, '-p'], { encoding: 'utf8' })
        if (/queue is empty/.test(stdout)) return
        await sleep(100)
      }
      throw new Error('the queue is not empty')
    },
    async [Symbol.asyncDispose]() {
      run(config, 'stop')
      await sleep(200)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const nobody = 65534

function run(config: string, verb: string): void {
  const done = spawnSync('postfix', ['-c', config, verb], { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`postfix ${verb}: ${done.stderr}`)
}

function mainConfiguration(folder: string): string {
  return `compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.news.example
mydomain = news.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
virtual_mailbox_domains = customer.example, news.example
virtual_mailbox_base = ${folder}/mail
virtual_mailbox_maps = hash:${folder}/etc/mailboxes
virtual_uid_maps = static:${nobody}
virtual_gid_maps = static:${nobody}
recipient_delimiter = +
smtpd_reject_unlisted_recipient = no
smtpd_recipient_restrictions = permit_mynetworks, reject
maillog_file = ${folder}/mail.log
maillog_file_prefixes = ${folder}
import_environment = MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG POSTLOG_SERVICE POSTLOG_HOSTNAME
in_flow_delay = 0
default_process_limit = 20
`
}

function masterConfiguration(port: number): string {
  return `127.0.0.1:${port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
tlsmgr unix - - n 1000? 1 tlsmgr
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
`
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
