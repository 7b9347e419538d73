import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

import { RepositoryError } from '../../error.ts'
import { secret } from '../secret.ts'
import type { S3Credentials } from './sign.ts'

/**
 * From `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and `AWS_SESSION_TOKEN`, else the profile `AWS_PROFILE` of
 * `~/.aws/credentials`. Read anew for each storage; nobody else is asked. Throws `invalid-argument`.
 */
export function s3Credentials(env: NodeJS.ProcessEnv): S3Credentials {
  const fromEnvironment = credentialsOf({
    aws_access_key_id: env['AWS_ACCESS_KEY_ID'],
    aws_secret_access_key: env['AWS_SECRET_ACCESS_KEY'],
    aws_session_token: env['AWS_SESSION_TOKEN'],
  })
  if (fromEnvironment !== undefined) return fromEnvironment
  const file = env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(env['HOME'] ?? homedir(), '.aws', 'credentials')
  const profile = env['AWS_PROFILE'] ?? env['AWS_DEFAULT_PROFILE'] ?? 'default'
  const found = credentialsOf(readProfile(file, profile))
  if (found !== undefined) return found
  throw new RepositoryError(
    'invalid-argument',
    `No credentials for S3: none in the environment, none in ${file}.`,
    {
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE to a profile of the file.',
      context: { file, profile },
    },
  )
}

function credentialsOf(values: Record<string, string | undefined>): S3Credentials | undefined {
  const id = values['aws_access_key_id']
  const key = values['aws_secret_access_key']
  const token = values['aws_session_token']
  if (id === undefined || id === '' || key === undefined || key === '') return undefined
  return {
    accessKeyId: id,
    secretAccessKey: secret(key),
    ...(token !== undefined && token !== '' && { sessionToken: secret(token) }),
  }
}

function readProfile(file: string, profile: string): Record<string, string> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return {}
  }
  const values: Record<string, string> = {}
  let section = ''
  for (const line of text.split(/\r?\n/)) {
    section = /^\s*\[([^\]]*)\]\s*$/.exec(line)?.[1]?.trim() ?? section
    const [, name = '', value = ''] = /^\s*([a-z_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (section === profile && name !== '') values[name] = value
  }
  return values
}
