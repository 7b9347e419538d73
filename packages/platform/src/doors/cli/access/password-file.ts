import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'

import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'

/**
 * The password in a file, as restic reads it: all of the file without the white space around it.
 * Throws `input-invalid` when the file cannot be read.
 */
export async function readPasswordFile(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new AnlaufError('input-invalid', `The password file ${file} cannot be read.`, {
      hint: 'Check the path and that this account may read it.',
      cause,
    })
  })
  return text.trim()
}

/**
 * The password that a command prints, without the white space around it. A shell runs it; its messages go to our
 * stderr. Throws `input-invalid` when it fails or prints nothing.
 */
export async function passwordOfCommand(command: string): Promise<string> {
  const child = spawn('/bin/sh', ['-c', command], { stdio: ['inherit', 'pipe', 'inherit'] })
  const output = Array.fromAsync(child.stdout as AsyncIterable<Buffer>)
  const [code] = (await once(child, 'close')) as [number | null]
  const password = Buffer.concat(await output)
    .toString('utf8')
    .trim()
  if (code === 0 && password !== '') return password
  throw new AnlaufError(
    'input-invalid',
    `The password command ended with ${code ?? 'a signal'} and gave no password.`,
    {
      hint: 'Run it by hand: it must print the password to its standard output and end with 0.',
    },
  )
}

/** The flag of commands that set a password; the password itself never comes from the command line. */
export const newPasswordFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  brief: 'File with the new password (default: RESTIC_NEW_PASSWORD_FILE, RESTIC_NEW_PASSWORD)',
  placeholder: 'file',
} as const

/** The new password from flag or environment. Throws `input-invalid` when there is none, or an empty one. */
export async function newPassword(
  context: AnlaufContext,
  flags: { readonly newPasswordFile?: string },
): Promise<string> {
  const { env } = context.process
  const file = flags.newPasswordFile ?? env['RESTIC_NEW_PASSWORD_FILE'] ?? ''
  const password = file === '' ? (env['RESTIC_NEW_PASSWORD'] ?? '') : await readPasswordFile(file)
  if (password !== '') return password
  throw new AnlaufError('input-invalid', 'No new password given, or an empty one.', {
    hint: 'Put a long random password into a file only you can read and give --new-password-file FILE.',
  })
}
