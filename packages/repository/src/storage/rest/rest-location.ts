import { RepositoryError } from '../../error.ts'
import type { RepositoryLocation } from '../location.ts'
import { secret } from '../secret.ts'

/** `http(s)://[user[:password]@]host[:port]/path` or `http+unix://[user[:password]@]/socket:/path`. */
export function parseRest(text: string): RepositoryLocation {
  if (text.startsWith('http+unix://')) return parseSocket(text.slice('http+unix://'.length))
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw unclear('The address after "rest:" is no URL.')
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw unclear('The address after "rest:" begins neither with http: nor with https:.')
  }
  if (url.search !== '' || url.hash !== '')
    throw unclear('The address after "rest:" must not hold "?" or "#".')
  const { user, password } = login(url.username, url.password)
  url.username = ''
  url.password = ''
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return { scheme: 'rest', url: url.href, ...user, ...password }
}

function parseSocket(text: string): RepositoryLocation {
  const at = text.indexOf('@')
  const userInfo = at > 0 && !text.startsWith('/') ? text.slice(0, at) : ''
  const [socketPath = '', path = '/'] = text.slice(userInfo === '' ? 0 : at + 1).split(/:(?=\/|$)/)
  if (!socketPath.startsWith('/'))
    throw unclear('The path of the socket after "http+unix://" is not absolute.')
  const colon = userInfo.indexOf(':')
  const [name, word] = colon < 0 ? [userInfo, ''] : [userInfo.slice(0, colon), userInfo.slice(colon + 1)]
  const { user, password } = login(name, word)
  const url = new URL('http://localhost/')
  url.pathname = path.endsWith('/') ? path : `${path}/`
  return { scheme: 'rest', url: url.href, socketPath, ...user, ...password }
}

function login(name: string, word: string) {
  try {
    return {
      user: name === '' ? {} : { user: decodeURIComponent(name) },
      password: word === '' ? {} : { password: secret(decodeURIComponent(word)) },
    }
  } catch {
    throw unclear('User or password after "rest:" hold a "%" that is no escape; write it as %25.')
  }
}

function unclear(message: string): RepositoryError {
  return new RepositoryError('invalid-argument', message, {
    hint: 'Write rest:https://host:8000/path/; user and password are safer in RESTIC_REST_USERNAME and RESTIC_REST_PASSWORD.',
  })
}
