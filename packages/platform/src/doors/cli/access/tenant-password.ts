import { randomBytes } from 'node:crypto'
import { lstatSync, statSync, writeFileSync } from 'node:fs'
import { resolve, sep } from 'node:path'

import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { readPasswordFile } from './password-file.ts'

/** 24 bytes are 192 bits: nobody guesses them, and 32 characters can still be read out. */
const passwordBytes = 24

/** A tenant's own password and the file that holds it; it is never shown. */
export interface TenantPassword {
  readonly password: string
  readonly file: string
  readonly isNew: boolean
}

/**
 * The password in a file, or a new one written to it for the owner only when there is no such file: so the same
 * command can be started again. Throws `input-invalid`, and for a file below `target`, which goes to the tenant
 * on the same way as the data.
 */
export async function tenantPassword(
  context: AnlaufContext,
  named: string | undefined,
  target: string,
): Promise<TenantPassword> {
  if (named === undefined) {
    throw unfit(
      'A repository needs a password of the tenant.',
      'Give --new-password-file FILE; a file that does not exist is made with a new password.',
    )
  }
  const file = resolve(named)
  if (file.startsWith(`${resolve(target)}${sep}`)) {
    throw unfit(`${file} would lie beside the data that it opens.`, 'Name a file outside the folder of --to.')
  }
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) {
    const password = randomBytes(passwordBytes).toString('base64url')
    write(file, password)
    return { password, file, isNew: true }
  }
  const password = await readPasswordFile(file)
  if (password === '')
    throw unfit(`${file} holds an empty password.`, 'Put a long random one into it, or remove it.')
  if ((statSync(file).mode & 0o077) !== 0) {
    context.process.stderr.write(
      `Warning: other accounts may read the password in ${file}. Run: chmod 600 ${file}\n`,
    )
  }
  return { password, file, isNew: false }
}

function write(file: string, password: string): void {
  try {
    writeFileSync(file, `${password}\n`, { mode: 0o600, flag: 'wx', flush: true })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AnlaufError('write-failed', `The new password cannot be written to ${file}: ${reason}`, {
      hint: 'Name a file in a folder that this account may write to.',
      cause,
    })
  }
}

function unfit(message: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', message, { hint })
}
