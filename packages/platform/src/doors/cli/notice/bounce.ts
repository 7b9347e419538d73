import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
} from 'node:fs'
import { join } from 'node:path'

import { buildCommand } from '@stricli/core'

import { mailReports, type MailReports } from '../../../adapters/mail-out/index.ts'
import { readReport } from '../../../core/deliveries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { mailFlag, requireMailFile } from '../access/mail-file.ts'
import { databaseLocation } from '../access/stores.ts'
import type { AnlaufContext } from '../context.ts'
import { unsubscribeByMail } from '../subscription/unsubscribe-mail.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'

interface BounceFlags {
  readonly mail?: string
  readonly folder?: string
  readonly json: boolean
}

/** Of a report only the beginning counts. */
const maxBytes = 256 * 1024

export type BounceCounts = Record<'changed' | 'nothing new' | 'unknown' | 'ignored', number>

export const noticeBounce = buildCommand<BounceFlags, [], AnlaufContext>({
  docs: {
    brief: 'Take in mail that came back: one from standard input, or all new ones of a Maildir',
    fullDescription:
      'Put "|anlauf notice bounce" behind the bounce address of the mail server, or let its mail fall into a Maildir and name it with --folder or "bounceFolder" in the mail file; then "anlauf up" reads it. Only reports with the token of a mail that was sent count; automatic replies and everything else is counted and left alone.',
  },
  parameters: {
    flags: {
      mail: mailFlag,
      folder: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Maildir; its new mails are taken in',
        placeholder: 'folder',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const { setup, place } = await requireMailFile(this, flags.mail)
    await using database = await this.openDatabase(databaseLocation(this))
    const reports = mailReports(database, { now: this.now })
    const folder =
      flags.folder ??
      (this.process.stdin === undefined || this.process.stdin.isTTY === true ? place.bounceFolder : undefined)
    const counts = noCounts()
    const { bounces } = setup
    const other = (mail: Uint8Array): Promise<boolean> => unsubscribeByMail(this, database, mail)
    if (folder !== undefined) await takeFolder(reports, folder, { bounces, counts, other })
    else await take(reports, await readStdin(this), { bounces, counts, other })
    if (flags.json) return printJson(this, counts)
    printLines(this, [
      `${counted(counts.changed, 'mail')} changed; ${counts['nothing new']} said nothing new, ${counts.unknown} had a token that nobody sent, ${counts.ignored} were no reports of ours.`,
    ])
  },
})

export function noCounts(): BounceCounts {
  return { changed: 0, 'nothing new': 0, unknown: 0, ignored: 0 }
}

interface Taking {
  readonly bounces: string
  readonly counts: BounceCounts
  /** Whoever else takes mail that is no report, for instance the wish to be unsubscribed. */
  readonly other: (mail: Uint8Array) => Promise<unknown>
}

/** Asked about in one statement; 16 MiB is the most of it that lies in memory, however large each one is. */
const atOnce = 64

/**
 * Takes in new mails of a Maildir, the oldest first; each is moved to `cur` when it is done. One that cannot be taken in
 * stays, and keeps no other waiting; then it throws at the end. With `forMs` it stops after so long, and returns true
 * when more are there: a flood of forged ones must not keep those off the call list whose reports are read already.
 */
export async function takeFolder(
  reports: MailReports,
  folder: string,
  { forMs = Infinity, ...taking }: Taking & { readonly forMs?: number },
): Promise<boolean> {
  const fresh = join(folder, 'new')
  if (!existsSync(fresh) || !existsSync(join(folder, 'cur'))) {
    throw new AnlaufError('not-found', `${folder} is no Maildir.`, {
      hint: 'It has to hold the folders "new" and "cur".',
    })
  }
  const until = performance.now() + forMs
  const left: Left[] = []
  const names = readdirSync(fresh).toSorted()
  let at = 0
  for (; at < names.length && (at === 0 || performance.now() < until); at += atOnce) {
    left.push(...(await takeSome(reports, folder, names.slice(at, at + atOnce), taking)))
  }
  const [first] = left
  if (first === undefined) return at < names.length
  throw new AnlaufError(
    'input-invalid',
    `${left.length} mails in ${fresh} could not be taken in, the first is ${JSON.stringify(first.name)}: ${first.cause instanceof Error ? first.cause.message : String(first.cause)}`,
    {
      hint: 'This account has to be allowed to read and move them. They stay where they are.',
      cause: first.cause,
    },
  )
}

interface Left {
  readonly name: string
  readonly cause: unknown
}

async function takeSome(
  reports: MailReports,
  folder: string,
  names: readonly string[],
  { bounces, counts, other }: Taking,
): Promise<readonly Left[]> {
  const left: Left[] = []
  const read = names.flatMap((name) => {
    try {
      const bytes = bytesIn(join(folder, 'new', name))
      if (bytes === undefined) return []
      const bounce = readReport(bytes, { bounces })
      // Only what nobody reported goes on to others, whole.
      return [{ name, bounce, ...(bounce.kind === 'other' && { bytes }) }]
    } catch (cause) {
      left.push({ name, cause })
      return []
    }
  })
  const known = await reports.known(read.flatMap(({ bounce }) => ('token' in bounce ? bounce.token : [])))
  for (const { name, bounce, bytes } of read) {
    try {
      if (bounce.kind === 'other') await other(bytes ?? Buffer.alloc(0))
      const said =
        bounce.kind === 'other'
          ? 'ignored'
          : known.has(bounce.token)
            ? await reports.report(bounce)
            : 'unknown'
      counts[said] += 1
      ifThere(() => renameSync(join(folder, 'new', name), join(folder, 'cur', `${name}:2,S`)))
    } catch (cause) {
      left.push({ name, cause })
    }
  }
  return left
}

/** The beginning of a mail; undefined for what is no file, or was taken in by another server meanwhile. */
function bytesIn(file: string): Buffer | undefined {
  const handle = ifThere(() =>
    openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK),
  )
  if (handle === undefined) return undefined
  try {
    const stat = fstatSync(handle)
    if (!stat.isFile()) return undefined
    const bytes = Buffer.alloc(Math.min(stat.size, maxBytes))
    let length = 0
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(handle, bytes, length, bytes.length - length, null)
    }
    return bytes.subarray(0, length)
  } finally {
    closeSync(handle)
  }
}

function ifThere<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}

async function take(
  reports: MailReports,
  bytes: Uint8Array,
  { bounces, counts, other }: Taking,
): Promise<void> {
  const bounce = readReport(bytes, { bounces })
  if (bounce.kind === 'other') await other(bytes)
  counts[bounce.kind === 'other' ? 'ignored' : await reports.report(bounce)] += 1
}

async function readStdin({ process: { stdin } }: AnlaufContext): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stdin ?? []) {
    // The rest is read and dropped: a mail server takes a closed pipe for a failure.
    if (length < maxBytes) chunks.push(chunk)
    length += chunk.length
  }
  return Buffer.concat(chunks)
}
