import { createPrivateKey, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

import { type MailSetup, postfixLog, type Relay } from '../../../adapters/mail-out/index.ts'
import { type MailPlace, parseMailFile, type RelayPlace } from '../../../core/deliveries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { readInputFile } from './input-file.ts'
import { readPasswordFile } from './password-file.ts'

export const mailFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  brief: 'How mail leaves the house (default: mail.yaml in the home)',
  placeholder: 'file',
} as const

/** The mail file and what it names: passwords and the DKIM key are read from their own files. */
export interface OpenMail {
  readonly place: MailPlace
  readonly setup: MailSetup
}

/**
 * The mail file: the named one, else `mail.yaml` in the home; undefined when there is none. Paths in it are relative to
 * the file. Throws `workplace-invalid` with the first problem, `input-invalid` for a key or password that cannot be read.
 */
export async function readMailFile(context: AnlaufContext, named?: string): Promise<OpenMail | undefined> {
  const file = named ?? join(context.home, 'mail.yaml')
  if (named === undefined && !existsSync(file)) return undefined
  const parsed = parseMailFile(
    readInputFile(file, { what: 'mail file', maxBytes: 64 * 1024 }).toString('utf8'),
    file,
  )
  if ('problems' in parsed) {
    const [first] = parsed.problems
    throw new AnlaufError(
      'workplace-invalid',
      `${file}:${first?.line ?? 1}:${first?.column ?? 1}: ${first?.message ?? 'unreadable'}.`,
      {
        hint: first?.hint ?? 'See docs/deliveries.md and examples/mail.yaml.',
        context: { points: parsed.problems.map(({ line, message }) => `${line}: ${message}`) },
      },
    )
  }
  const from = (path: string): string => resolve(dirname(resolve(file)), path)
  const { place } = parsed
  const {
    relay,
    from: sender,
    bounces,
    dkim,
    exercise,
    relayLog,
    bounceFolder,
    perSecond,
    connections,
  } = place
  return {
    place: { ...place, ...(bounceFolder !== undefined && { bounceFolder: from(bounceFolder) }) },
    setup: {
      relay: await relayOf(relay, from),
      from: sender,
      bounces,
      ...(dkim !== undefined && {
        dkim: {
          domain: dkim.domain,
          selector: dkim.selector,
          privateKey: dkimKey(from(dkim.keyFile), 'rsa'),
          ...(dkim.second !== undefined && {
            second: {
              selector: dkim.second.selector,
              privateKey: dkimKey(from(dkim.second.keyFile), 'ed25519'),
            },
          }),
        },
      }),
      ...(exercise !== undefined && {
        exercise: { relay: await relayOf(exercise.relay, from), mailbox: exercise.mailbox },
      }),
      ...(relayLog !== undefined && { relayLog: postfixLog(from(relayLog)) }),
      ...(perSecond !== undefined && { perSecond }),
      ...(connections !== undefined && { connections }),
    },
  }
}

/** The mail file of a command that cannot do without. */
export async function requireMailFile(context: AnlaufContext, named?: string): Promise<OpenMail> {
  const mail = await readMailFile(context, named)
  if (mail !== undefined) return mail
  throw new AnlaufError(
    'not-found',
    `No mail file says how mail leaves the house: ${join(context.home, 'mail.yaml')}.`,
    {
      hint: 'examples/mail.yaml shows one; name it with --mail, or put it into the home.',
    },
  )
}

async function relayOf(
  { host, port, tls, user, passwordFile }: RelayPlace,
  from: (path: string) => string,
): Promise<Relay> {
  return {
    host,
    port,
    tls,
    ...(user !== undefined && { user }),
    ...(passwordFile !== undefined && { password: await readPasswordFile(from(passwordFile)) }),
  }
}

/** Read now: a key that cannot sign must not be found out by mails that nobody can verify. */
function dkimKey(file: string, type: 'rsa' | 'ed25519'): string {
  let key: KeyObject
  let text: string
  try {
    text = readFileSync(file, 'utf8')
    key = createPrivateKey(text)
  } catch (cause) {
    throw unfitKey(file, type, 'cannot be read as a private key in PEM', cause)
  }
  if (key.asymmetricKeyType !== type) {
    throw unfitKey(file, type, `is of the kind ${key.asymmetricKeyType ?? 'that nobody knows'}`)
  }
  // RFC 8301 § 3.2: receivers take no signature of a shorter one.
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  if (type === 'rsa' && modulusLength < 1024) throw unfitKey(file, type, `has ${modulusLength} bits`)
  return text
}

function unfitKey(file: string, type: 'rsa' | 'ed25519', why: string, cause?: unknown): AnlaufError {
  const make = {
    rsa: 'openssl genrsa -out FILE 2048',
    ed25519: 'openssl genpkey -algorithm ed25519 -out FILE',
  }
  return new AnlaufError('input-invalid', `The DKIM key ${file} ${why}.`, {
    hint: `Here belongs a key of the kind ${type}. Make one: ${make[type]}; publish its public half as TXT record of SELECTOR._domainkey.DOMAIN.`,
    cause,
  })
}
