import { closeSync, constants, fstatSync, openSync, readSync, readdirSync } from 'node:fs'

import { decodeName, encodeName } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import { holdFolder } from '../held-folder.ts'
import { systemCode } from '../write-failure.ts'
import type { ListedMessage, MailboxContent } from './check-mailbox.ts'
import { maxKeywordBytes } from './keyword-list.ts'
import { findMailboxes, keywordFile, roleOf, uidListNames } from './mailbox-files.ts'
import { headBytes, headProblem } from './message-head.ts'
import { parseMessageName } from './message-name.ts'
import { maxListBytes } from './uid-list.ts'

/** A Maildir on disk: what lies in it, and its name below the folder that was walked. */
export interface MailboxOnDisk extends MailboxContent {
  /** Which of the two names its list has. */
  readonly uidListName: string | undefined
}

/** Deeper than any mail store; a folder that contains itself through a mount ends here. */
const maxDepth = 40

/**
 * Every Maildir below a folder, one after the other; `mailbox` is its path below it, empty for the folder itself.
 * Follows no link. Throws `not-found` when the folder cannot be read.
 */
export function* readMailboxes(root: string, signal?: AbortSignal): Generator<MailboxOnDisk> {
  yield* walk(root, '', 0, signal)
}

/** One folder at a time: memory is that of the largest Maildir, not of the mail store. */
function* walk(
  root: string,
  place: string,
  depth: number,
  signal: AbortSignal | undefined,
): Generator<MailboxOnDisk> {
  signal?.throwIfAborted()
  const entries = entriesOf(root, place)
  const folders = new Set(entries.flatMap(({ name, kind }) => (kind === 'folder' ? [name] : [])))
  const names = entries.flatMap(({ name, kind }) => (kind === 'file' ? [name] : []))
  const mails = (['cur', 'new'] as const)
    .filter((folder) => folders.has(folder))
    .flatMap((folder) =>
      entriesOf(root, `${place}/${folder}`).flatMap(({ name, kind }) =>
        kind === 'file' && parseMessageName(name) !== undefined ? [{ folder, name }] : [],
      ),
    )
  const paths = [...names, ...mails.map(({ folder, name }) => `${folder}/${name}`)]
  const found = findMailboxes(paths.map((path) => `${place}/${path}`))
  const isMailbox = found.has(place)
  if (isMailbox) yield mailboxAt(root, place, { names, folders, mails })
  if (depth >= maxDepth) return
  for (const folder of [...folders].sort()) {
    if (!isMailbox || !mailFolders.includes(folder))
      yield* walk(root, `${place}/${folder}`, depth + 1, signal)
  }
}

const mailFolders = ['cur', 'new', 'tmp']

function mailboxAt(
  root: string,
  place: string,
  found: {
    names: readonly string[]
    folders: ReadonlySet<string>
    mails: readonly { folder: 'cur' | 'new'; name: string }[]
  },
): MailboxOnDisk {
  const { names, folders, mails } = found
  const uidListName = uidListNames.find((name) => names.includes(name))
  const isDerived = (name: string): boolean =>
    roleOf(new Set([place]), `${place}/${name}`)?.role === 'derived'
  return {
    mailbox: place,
    messages: mails.map(({ folder, name }) => messageAt(root, `${place}/${folder}`, folder, name)),
    uidListName,
    uidList:
      uidListName === undefined ? undefined : (textAt(root, `${place}/${uidListName}`, maxListBytes) ?? null),
    keywords: textAt(root, `${place}/${keywordFile}`, maxKeywordBytes),
    derived: names.filter(isDerived),
    missingFolders: mailFolders.filter((name) => !folders.has(name)),
  }
}

/** Opens the folder of a path below `root`, through no link; throws as `holdFolder` does. */
export function holdMailbox(root: string, mailbox: string): ReturnType<typeof holdFolder> {
  const names = mailbox.split('/').filter((name) => name !== '')
  return holdFolder(
    root,
    names.map((name) => encodeName(name)),
    'find',
  )
}

function entriesOf(root: string, place: string): { name: string; kind: 'file' | 'folder' }[] {
  try {
    using held = holdMailbox(root, place)
    return readdirSync(held.entry('.'), { withFileTypes: true, encoding: 'buffer' }).flatMap((entry) => {
      const kind = entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : undefined
      return kind === undefined ? [] : [{ name: decodeName(entry.name), kind }]
    })
  } catch (cause) {
    if (place !== '' && systemCode(cause) === 'ENOENT') return []
    throw new AnlaufError('not-found', `The folder ${root}${place} cannot be read.`, {
      hint: 'Check the path and your rights; run it as a user who may read all mail.',
      cause,
    })
  }
}

function messageAt(root: string, place: string, folder: 'cur' | 'new', name: string): ListedMessage {
  const head = readAt(root, `${place}/${name}`, headBytes)
  return head === undefined
    ? { folder, name, size: 0, headProblem: 'cannot be read' }
    : { folder, name, size: head.size, headProblem: headProblem(head.bytes) }
}

function textAt(root: string, path: string, maxBytes: number): string | undefined {
  const read = readAt(root, path, maxBytes)
  return read === undefined || read.size > maxBytes ? undefined : decodeName(read.bytes)
}

/** The first bytes of a regular file and its size; undefined for anything else. */
function readAt(root: string, path: string, maxBytes: number): { bytes: Buffer; size: number } | undefined {
  const at = path.lastIndexOf('/')
  let handle: number | undefined
  try {
    using held = holdMailbox(root, path.slice(0, at))
    // Without O_NONBLOCK a pipe that somebody put there would wait for ever.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    handle = openSync(held.entry(encodeName(path.slice(at + 1))), flags)
    const stat = fstatSync(handle)
    if (!stat.isFile()) return undefined
    const bytes = Buffer.alloc(Math.min(stat.size, maxBytes))
    let length = 0
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(handle, bytes, length, bytes.length - length, length)
    }
    return { bytes: bytes.subarray(0, length), size: stat.size }
  } catch (error) {
    if (systemCode(error) === '') throw error
    return undefined
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}
