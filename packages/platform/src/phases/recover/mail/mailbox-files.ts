import { looksDelivered, parseMessageName } from './message-name.ts'

/** What a file of a Maildir is for. */
export type MailboxRole =
  | 'message'
  /** Which mail has which UID. */
  | 'uidList'
  | 'keywords'
  /** The server makes it anew from the mails and the list. */
  | 'derived'
  | 'other'

/** A file below a Maildir: the folder, and what it is there. */
export interface MailboxFile {
  /** Path of the Maildir itself, the parent of `cur` and `new`. */
  readonly mailbox: string
  readonly role: MailboxRole
  /** Name of the file without folders. */
  readonly name: string
}

export const uidListNames = ['dovecot-uidlist', 'courierimapuiddb']
const uidLists = new Set(uidListNames)
export const keywordFile = 'dovecot-keywords'
/** Dovecot's indexes of mails and of folders, and the sum of sizes that Maildir++ quotas keep. */
const derived = /^(?:dovecot\.(?:list\.)?index(?:\.(?:log(?:\.2)?|cache|thread|pvt(?:\.log)?))?|maildirsize)$/

/**
 * Finds the Maildirs among paths. One is a folder with a list of UIDs, or with a `cur` or `new` in which a file has
 * the name of a mail as delivery agents and servers give it: a project's folder that happens to be called `new` is
 * none. Maildir++ subfolders (`.Archive`) are Maildirs of their own.
 */
export function findMailboxes(paths: Iterable<string>): ReadonlySet<string> {
  const found = new Set<string>()
  for (const path of paths) {
    const { folder, name } = split(path)
    if (uidLists.has(name)) found.add(folder)
    else {
      const parent = mailFolder.exec(folder)
      const isMail = looksDelivered(name) || /:2,[A-Za-z]*$/.test(name)
      if (parent !== null && isMail) found.add(folder.slice(0, parent.index))
    }
  }
  return found
}

/** What a path is in the Maildirs that were found; undefined when it lies in none. */
export function roleOf(mailboxes: ReadonlySet<string>, path: string): MailboxFile | undefined {
  const { folder, name } = split(path)
  if (mailboxes.has(folder)) {
    const role = uidLists.has(name)
      ? 'uidList'
      : name === keywordFile
        ? 'keywords'
        : derived.test(name)
          ? 'derived'
          : 'other'
    return { mailbox: folder, role, name }
  }
  const parent = mailFolder.exec(folder)
  const mailbox = parent === null ? folder : folder.slice(0, parent.index)
  if (parent === null || !mailboxes.has(mailbox)) return undefined
  return { mailbox, role: parseMessageName(name) === undefined ? 'other' : 'message', name }
}

const mailFolder = /\/(?:cur|new)$/

function split(path: string): { folder: string; name: string } {
  const at = path.lastIndexOf('/')
  return { folder: path.slice(0, Math.max(at, 0)), name: path.slice(at + 1) }
}
