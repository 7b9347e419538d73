import { RepositoryError } from '../../error.ts'
import { systemCode } from '../failure.ts'
import { Transient } from '../remote/transient.ts'

/** What a failed connection means: reasons that waiting may mend are `Transient`, the others final. */
export function networkFailure(error: unknown, place: string, moment: string): Transient | RepositoryError {
  const system = systemCode(error)
  const context = { place, system }
  if (isUntrusted(system)) return untrusted(place, system, error)
  if (
    /CERTIFICATE_REQUIRED|ALERT_(?:BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE|HANDSHAKE_FAILURE|ACCESS_DENIED)/.test(
      system,
    )
  ) {
    return new RepositoryError('access-denied', `${place} does not accept our certificate.`, {
      hint: 'Give a client certificate that the server knows: RESTIC_TLS_CLIENT_CERT names a PEM file with certificate and key.',
      context,
      cause: error,
    })
  }
  if (system === 'EPROTO' || system.startsWith('ERR_SSL')) {
    return new RepositoryError('unreachable', `${place} does not speak TLS as expected (${system}).`, {
      hint: 'Check the port, and whether the address should begin with http: instead of https:.',
      context,
      cause: error,
    })
  }
  if (system.startsWith('HPE_')) {
    const failure = new RepositoryError('read-failed', `${place} answers with something that is not HTTP.`, {
      hint: 'Check the address and the port: another service may listen there.',
      retry: 'later',
      context,
      cause: error,
    })
    return new Transient(failure)
  }
  const failure = new RepositoryError('unreachable', `${place} ${reason(system, moment)}.`, {
    hint: 'Check that the server runs and that name, port, network and firewall are right; then start the same command again, what was stored is kept.',
    retry: 'later',
    context,
    cause: error,
  })
  return new Transient(failure)
}

function reason(system: string, moment: string): string {
  if (system === 'ENOTFOUND' || system === 'EAI_AGAIN') return 'cannot be found: its name does not resolve'
  if (system === 'ECONNREFUSED') return 'refuses the connection: nothing listens there'
  if (system === 'EHOSTUNREACH' || system === 'ENETUNREACH') return 'cannot be reached: no route to it'
  if (system === 'ETIMEDOUT') return 'cannot be reached: no answer'
  if (system === 'ENOENT' || system === 'EACCES') return `cannot be reached: the socket answers ${system}`
  return `broke the connection ${moment}${system === '' ? '' : ` (${system})`}`
}

const chainProblems = [
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'SELF_SIGNED_CERT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'HOSTNAME_MISMATCH',
  'PATH_LENGTH_EXCEEDED',
  'ERR_TLS_CERT',
]

function isUntrusted(system: string): boolean {
  return chainProblems.some((start) => system.startsWith(start))
}

function untrusted(place: string, system: string, cause: unknown): RepositoryError {
  const why = cause instanceof Error ? cause.message : system
  return new RepositoryError(
    'untrusted',
    `The certificate of ${place} cannot be trusted: ${why.slice(0, 300)}.`,
    {
      hint: 'Nothing was sent. If the server has a certificate of your own authority, name its PEM file in RESTIC_CACERT; if not, somebody may stand between you and the server.',
      context: { place, system },
      cause,
    },
  )
}
