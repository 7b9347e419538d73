import { posix } from 'node:path'

import { RepositoryError } from '../../error.ts'
import type { RepositoryLocation } from '../location.ts'

/**
 * `[user@]host:path`, or `//[user@]host[:port]/path` where a second slash makes the path absolute, as with restic.
 */
export function parseSftp(text: string): RepositoryLocation {
  const isUrl = text.startsWith('//')
  const match = isUrl
    ? /^\/\/(?:([^/]*)@)?(\[[^\]/]+\]|[^/:@]+)(?::(\d{1,5}))?\/(.*)$/s.exec(text)
    : /^(?:([^:/]*)@)?(\[[^\]/]+\]|[^/:@]+)(?<port>)?:(.*)$/s.exec(text)
  const [, user, bracketed = '', port = '', path = ''] = match ?? []
  const host = bracketed.replaceAll(/^\[|\]$/g, '')
  if (host === '') throw unclear('The address after "sftp:" names no host.')
  if (path === '') throw unclear('The address after "sftp:" names no folder.')
  if (path.startsWith('~')) {
    throw unclear('A path after "sftp:" must not begin with "~"; relative paths begin in the home folder.')
  }
  if (user?.includes(':') === true) throw unclear('A password in the address after "sftp:" is not supported.')
  // ssh would take such a name for an option, and an option can run any program.
  if (/^-|[\s\0]/.test(host) || /^-|[\s\0]/.test(user ?? ''))
    throw unclear('The host or user after "sftp:" is none.')
  if (port !== '' && (Number(port) < 1 || Number(port) > 65_535))
    throw unclear('The port after "sftp:" is none.')
  return {
    scheme: 'sftp',
    host,
    ...(user !== undefined && user !== '' && { user: isUrl ? unescaped(user) : user }),
    ...(port !== '' && { port: Number(port) }),
    path: posix.normalize(isUrl ? unescaped(path) : path).replace(/(?<=.)\/+$/, ''),
  }
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw unclear('The address after "sftp:" holds a "%" that is no escape; write it as %25.')
  }
}

function unclear(message: string): RepositoryError {
  return new RepositoryError('invalid-argument', message, {
    hint: 'Write sftp:user@host:/path or sftp://user@host:2222//path; log in with an SSH key or an agent.',
  })
}
