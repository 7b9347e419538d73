import assert from 'node:assert/strict'
import { inspect } from 'node:util'
import { test } from 'node:test'

import fc from 'fast-check'

import { RepositoryError } from '../error.ts'
import { refusal } from '../small-repository.fixture.ts'
import { printLocation, type RepositoryLocation } from './location.ts'
import { parseLocation } from './parse-location.ts'

/** Like `parseLocation`, with the password in the open. */
function parsed(text: string): Record<string, unknown> {
  const location = parseLocation(text)
  const password = location.scheme === 'rest' ? location.password?.reveal() : undefined
  return { ...location, ...(password !== undefined && { password }) }
}

test('locations as restic spells them', () => {
  for (const [text, expected] of [
    ['/srv/backup', { scheme: 'local', folder: '/srv/backup' }],
    ['backup', { scheme: 'local', folder: 'backup' }],
    ['./rest:x', { scheme: 'local', folder: './rest:x' }],
    ['local:rest:x', { scheme: 'local', folder: 'rest:x' }],
    ['C:\\backup', { scheme: 'local', folder: 'C:\\backup' }],
    ['rest:http://host:8000', { scheme: 'rest', url: 'http://host:8000/' }],
    ['rest:https://host/a/b', { scheme: 'rest', url: 'https://host/a/b/' }],
    ['rest:https://u:p@host/a/', { scheme: 'rest', url: 'https://host/a/', user: 'u', password: 'p' }],
    [
      'rest:https://u%40x:p%3A%2f@[::1]:80/',
      { scheme: 'rest', url: 'https://[::1]:80/', user: 'u@x', password: 'p:/' },
    ],
    ['rest:http+unix:///run/a.sock', { scheme: 'rest', url: 'http://localhost/', socketPath: '/run/a.sock' }],
    [
      'rest:http+unix://u:p@/run/a.sock:/repo',
      { scheme: 'rest', url: 'http://localhost/repo/', socketPath: '/run/a.sock', user: 'u', password: 'p' },
    ],
    [
      's3:https://host:9000/b1/x/y/',
      { scheme: 's3', endpoint: 'https://host:9000', bucket: 'b1', prefix: 'x/y' },
    ],
    ['s3:http://host/b1', { scheme: 's3', endpoint: 'http://host', bucket: 'b1', prefix: '' }],
    [
      's3:s3.amazonaws.com/b1/x',
      { scheme: 's3', endpoint: 'https://s3.amazonaws.com', bucket: 'b1', prefix: 'x' },
    ],
    ['s3://host/b1//x/./y', { scheme: 's3', endpoint: 'https://host', bucket: 'b1', prefix: 'x/y' }],
    ['sftp:user@host:/srv/x', { scheme: 'sftp', user: 'user', host: 'host', path: '/srv/x' }],
    ['sftp:host:x/y/', { scheme: 'sftp', host: 'host', path: 'x/y' }],
    ['sftp:user@domain@host:/x', { scheme: 'sftp', user: 'user@domain', host: 'host', path: '/x' }],
    ['sftp:[::1]:/x', { scheme: 'sftp', host: '::1', path: '/x' }],
    [
      'sftp://user@host:2222//srv/x',
      { scheme: 'sftp', user: 'user', host: 'host', port: 2222, path: '/srv/x' },
    ],
    ['sftp://host/rel/x', { scheme: 'sftp', host: 'host', path: 'rel/x' }],
    ['sftp://u%40d@[::1]//x%20y', { scheme: 'sftp', user: 'u@d', host: '::1', path: '/x y' }],
  ] as const) {
    assert.deepEqual(parsed(text), expected, text)
  }
})

test('what is unclear is refused with words that help', () => {
  for (const text of [
    '',
    ' ',
    'a\0b',
    'local:',
    'ftp:host',
    'rest:',
    'rest:host/path',
    'rest:ftp://host/',
    'rest:http://host/?x=1',
    'rest:https://u:%zz@host/',
    'rest:http+unix://relative.sock',
    's3:',
    's3:host',
    's3:https://host/',
    's3:https://key:secret@host/bucket',
    's3:host/bucket/../../x',
    's3:host/b cket',
    'sftp:',
    'sftp:host',
    'sftp:host:',
    'sftp://host',
    'sftp://host/',
    'sftp:host:~/x',
    'sftp:-oProxyCommand=id:/x',
    'sftp:-oProxyCommand=id@host:/x',
    'sftp://-oProxyCommand=id/x',
    'sftp://u:p@host/x',
    'sftp://host:99999/x',
  ]) {
    assert.throws(() => parseLocation(text), refusal('invalid-argument'), text)
  }
  assert.throws(() => parseLocation('b2:bucket:x'), refusal('unsupported', /b2/))
})

test('a printed location can be read again, and never shows the password', () => {
  for (const text of [
    '/srv/backup',
    'rest:https://host:8000/a/b/',
    'rest:http+unix:///run/a.sock:/repo/',
    's3:https://host:9000/b1/x',
    's3:http://host/b1',
    'sftp:user@host:/srv/x',
    'sftp://user@host:2222//srv/x',
    'sftp:[::1]:x',
  ]) {
    assert.equal(printLocation(parseLocation(text)), text)
    assert.deepEqual(parseLocation(printLocation(parseLocation(text))), parseLocation(text))
  }
  const location: RepositoryLocation = parseLocation('rest:https://user:geheim@host/')
  assert.equal(printLocation(location), 'rest:https://user:***@host/')
  assert.doesNotMatch(inspect(location, { depth: 9, showHidden: true }) + JSON.stringify(location), /geheim/)
})

test('no text crashes the parser, and no refusal repeats what may be a password', () => {
  const part = fc.constantFrom(
    'rest:',
    'sftp:',
    's3:',
    'http://',
    'https://',
    'http+unix://',
    '//',
    '/',
    ':',
    '@',
    '%',
    '[',
    ']',
    'host',
    'geheim',
  )
  const text = fc.oneof(
    fc.array(part, { maxLength: 9 }).map((parts) => parts.join('')),
    fc.tuple(part, fc.string()).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (candidate) => {
      try {
        printLocation(parseLocation(candidate))
      } catch (error) {
        assert.ok(error instanceof RepositoryError, String(error))
        assert.doesNotMatch(error.message + error.hint, /geheim/)
      }
    }),
    { numRuns: 3_000 },
  )
})
