import { RepositoryError } from '../../error.ts'
import { printable } from '../printable.ts'
import { Transient } from '../remote/transient.ts'
import { messages, statusCodes } from './packets.ts'
import type { Answer } from './sftp-session.ts'

/** What was asked, for the words of an error. */
export interface Asked {
  readonly verb: 'read' | 'write' | 'remove' | 'list'
  readonly object: string
  readonly host: string
}

/** The code of a status answer; `undefined` for any other answer. */
export function statusOf(answer: Answer): { code: number; said: string } | undefined {
  if (answer.type !== messages.status) return undefined
  const code = answer.fields.number()
  // Version 2 servers say no more than the code.
  return { code, said: answer.fields.isAtEnd ? '' : printable(answer.fields.text()) }
}

/** What a refusal means. */
export function refusalOf(
  { code, said }: { code: number; said: string },
  { verb, object, host }: Asked,
): RepositoryError | Transient {
  const context = { host, object, code }
  if (code === statusCodes.permissionDenied) {
    return new RepositoryError('access-denied', `${host} does not allow to ${verb} ${object}.`, {
      hint: 'Check who owns the folder of the repository on the server, its permissions and whether the file system is read-only.',
      context,
    })
  }
  if (code === statusCodes.noConnection || code === statusCodes.connectionLost) {
    return new Transient(
      new RepositoryError('unreachable', `${host} lost its connection to the files.`, {
        hint: 'See the log of the server; then start the same command again.',
        retry: 'later',
        context,
      }),
    )
  }
  const isReading = verb === 'read' || verb === 'list'
  return new RepositoryError(
    isReading ? 'read-failed' : 'write-failed',
    `${host} cannot ${verb} ${object}: ${said === '' ? `status ${code}` : said}.`,
    {
      hint: 'Look at the disk, the quota and the log of the server; its words are few.',
      retry: 'later',
      context,
    },
  )
}

/** The server has fewer free bytes than the file needs. */
export function noSpace(host: string, object: string): RepositoryError {
  return new RepositoryError('no-space', `No space left for ${object} on ${host}.`, {
    hint: 'Free space or raise the quota on the server, then start again; everything already written is kept.',
    retry: 'later',
    context: { host, object },
  })
}

/** What those hear who still wait when the connection is closed on purpose. */
export function stopped(): RepositoryError {
  return new RepositoryError('aborted', 'The connection was closed.', {
    hint: 'Start again when you are ready; what was finished is kept.',
    retry: 'now',
  })
}

/** An answer of a type that does not belong to the request. */
export function unexpected(host: string, answer: Answer): RepositoryError {
  return new RepositoryError(
    'unsupported',
    `${host} answers with a message (${answer.type}) that does not fit.`,
    {
      hint: 'The SFTP server is faulty; try OpenSSH.',
      context: { host, type: answer.type },
    },
  )
}
