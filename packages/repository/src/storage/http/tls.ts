import { readFileSync } from 'node:fs'
import { getCACertificates } from 'node:tls'

import { RepositoryError } from '../../error.ts'

/** Files that say whom to trust and who we are; paths of PEM files, as restic takes them. */
export interface TlsFiles {
  /** The only authorities trusted (`RESTIC_CACERT`). Without it: the bundled ones and those of the system. */
  readonly caFile?: string | undefined
  /** Our certificate and its private key in one file (`RESTIC_TLS_CLIENT_CERT`). */
  readonly clientFile?: string | undefined
}

/** The files that restic's variables name. */
export function tlsFiles(env: NodeJS.ProcessEnv): TlsFiles {
  const named = (name: string): string | undefined => (env[name] === '' ? undefined : env[name])
  return { caFile: named('RESTIC_CACERT'), clientFile: named('RESTIC_TLS_CLIENT_CERT') }
}

/** What `node:tls` needs of the files. Throws `invalid-argument` for files that cannot be read. */
export function tlsOptions({ caFile, clientFile }: TlsFiles): {
  ca: string | string[]
  cert?: string
  key?: string
} {
  const ca = caFile === undefined ? trustedAuthorities() : pem(caFile, 'CERTIFICATE')
  if (clientFile === undefined) return { ca }
  const own = pem(clientFile, 'CERTIFICATE')
  if (!own.includes('PRIVATE KEY-----')) throw notPem(clientFile, 'private key')
  return { ca, cert: own, key: own }
}

let authorities: string[] | undefined

function trustedAuthorities(): string[] {
  // An authority that the administrator added to the system counts, as with restic.
  authorities ??= [...new Set([...getCACertificates('default'), ...getCACertificates('system')])]
  return authorities
}

function pem(path: string, part: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new RepositoryError('invalid-argument', `The certificate file ${path} cannot be read.`, {
      hint: 'Check RESTIC_CACERT and RESTIC_TLS_CLIENT_CERT and the permissions of the file.',
      context: { path },
      cause,
    })
  }
  if (!text.includes(`-----BEGIN ${part}`)) throw notPem(path, 'certificate')
  return text
}

function notPem(path: string, what: string): RepositoryError {
  return new RepositoryError('invalid-argument', `${path} holds no ${what} in PEM form.`, {
    hint: 'A PEM file has lines such as "-----BEGIN CERTIFICATE-----"; a client file needs certificate and key.',
    context: { path },
  })
}
