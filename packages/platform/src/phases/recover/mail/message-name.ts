/** What the name of a mail's file says. */
export interface MessageName {
  /** The part that stays the mail's whole life; unique in its folder. */
  readonly base: string
  /** Letters after `:2,`: capitals are flags, small letters keywords of the folder. */
  readonly flags: string
  /** Size on disk in bytes, where the name promises one (`,S=`). */
  readonly size: number | undefined
}

/** Dovecot gives up on more, and so does every file system. */
const maxNameLength = 255

/**
 * Reads the name of a file in `cur` or `new` (Maildir of D. J. Bernstein; sizes as Maildir++ and Dovecot write them).
 * Undefined for what cannot be a mail: hidden files, empty or overlong names, names that would break a list.
 */
export function parseMessageName(name: string): MessageName | undefined {
  if (name === '' || name.startsWith('.') || name.length > maxNameLength || /[\n\r\0/]/.test(name)) {
    return undefined
  }
  const at = name.indexOf(':')
  const base = at < 0 ? name : name.slice(0, at)
  const info = at < 0 ? '' : name.slice(at + 1)
  if (base === '') return undefined
  const flags = /^2,([A-Za-z]*)/.exec(info)?.[1] ?? ''
  const size = /,S=(\d{1,15})(?=,|$)/.exec(base)?.[1]
  return { base, flags, size: size === undefined ? undefined : Number(size) }
}

/** True for names as delivery agents make them: seconds since 1970, something unique, the machine. */
export function looksDelivered(name: string): boolean {
  return /^\d{9,11}\.[^.:]+\./.test(name)
}

/** Letters of keywords that the flags use: `a` is the first keyword of the folder. */
export function keywordLetters(flags: string): readonly number[] {
  return Array.from(flags.matchAll(/[a-z]/g), ([letter]) => letter.charCodeAt(0) - firstKeyword)
}

const firstKeyword = 'a'.charCodeAt(0)
