import { AnlaufError } from '../../core/failure.ts'
import { type ImapAddress, type ImapConnection, openImap } from './imap-connection.ts'

export interface ImapPlace extends ImapAddress {
  readonly user: string
  readonly password: string
  readonly folder: string
  /** Where a mail lies once it was taken in; made when it is not there. */
  readonly taken: string
}

export interface FetchedCount {
  readonly taken: number
  /** Mails that stay where they are: too large, or refused by `take`. */
  readonly refused: number
  /** There are more; look again at once. */
  readonly more: boolean
}

/** Mails of one look; the connection is not held for an hour. */
const atOnce = 100

/**
 * Gives every mail of a folder to `take`, oldest first, and moves it then. False from `take`: it stays. `skip` are mails
 * that were refused before, by number; numbers of another UIDVALIDITY are forgotten.
 */
export async function fetchMailbox(
  place: ImapPlace,
  options: {
    readonly maxMailBytes: number
    readonly signal: AbortSignal
    readonly take: (raw: Uint8Array) => Promise<boolean>
    readonly refusedBefore: Set<string>
  },
): Promise<FetchedCount> {
  const { maxMailBytes, signal, take, refusedBefore } = options
  await using imap = await openImap(place, { longestLiteral: maxMailBytes + 1024, signal })
  await imap.command('LOGIN ', Buffer.from(place.user), ' ', Buffer.from(place.password))
  const capabilities = textsOf(await imap.command('CAPABILITY')).toUpperCase()
  const selected = textsOf(await imap.command(`SELECT ${quoted(place.folder)}`))
  const validity = /UIDVALIDITY (\d+)/i.exec(selected)?.[1] ?? '0'
  const found = textsOf(await imap.command('UID SEARCH UNDELETED'))
  const uids = (/\* SEARCH([\d ]*)/i.exec(found)?.[1] ?? '').split(' ').filter(Boolean).map(Number)
  const fresh = uids.toSorted((a, b) => a - b).filter((uid) => !refusedBefore.has(`${validity}:${uid}`))
  const count = { taken: 0, refused: uids.length - fresh.length }
  for (const uid of fresh.slice(0, atOnce)) {
    signal.throwIfAborted()
    const raw = await mailOf(imap, uid, maxMailBytes)
    if (raw !== undefined && (await take(raw))) {
      await move(imap, uid, place.taken, capabilities)
      count.taken += 1
    } else {
      refusedBefore.add(`${validity}:${uid}`)
      count.refused += 1
    }
  }
  return { ...count, more: fresh.length > atOnce }
}

async function mailOf(imap: ImapConnection, uid: number, maxMailBytes: number): Promise<Buffer | undefined> {
  const size = Number(
    /RFC822\.SIZE (\d+)/i.exec(textsOf(await imap.command(`UID FETCH ${uid} (RFC822.SIZE)`)))?.[1],
  )
  if (!(size > 0 && size <= maxMailBytes)) return undefined
  // PEEK: whether a person read it stays as it was.
  const lines = await imap.command(`UID FETCH ${uid} (BODY.PEEK[])`)
  const raw = lines.find(({ text, literals }) => /\bFETCH\b.*BODY\[\]/i.test(text) && literals.length > 0)
    ?.literals[0]
  return raw !== undefined && raw.length > 0 && raw.length <= maxMailBytes ? raw : undefined
}

async function move(imap: ImapConnection, uid: number, folder: string, capabilities: string): Promise<void> {
  const verb = /\bMOVE\b/.test(capabilities) ? 'MOVE' : 'COPY'
  const go = (): Promise<unknown> => imap.command(`UID ${verb} ${uid} ${quoted(folder)}`)
  await go().catch(async (error: unknown) => {
    if (!(error instanceof AnlaufError) || error.context['code'] !== 'TRYCREATE') throw error
    await imap.command(`CREATE ${quoted(folder)}`)
    await go()
  })
  if (verb === 'MOVE') return
  await imap.command(`UID STORE ${uid} +FLAGS.SILENT (\\Deleted)`)
  // Without UIDPLUS an expunge would take what others marked as well: the mark alone hides it.
  if (/\bUIDPLUS\b/.test(capabilities)) await imap.command(`UID EXPUNGE ${uid}`)
}

function quoted(name: string): string {
  return `"${name.replaceAll(/[\\"]/g, String.raw`\$&`)}"`
}

function textsOf(lines: readonly { readonly text: string }[]): string {
  return lines.map(({ text }) => text).join('\n')
}
