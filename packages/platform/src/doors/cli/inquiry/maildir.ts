import { constants } from 'node:fs'
import { mkdir, open, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'

import { maxMailBytes } from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { type MailEntrance, takeMail } from './take-mail.ts'

export interface MaildirCount {
  readonly taken: number
  readonly known: number
  readonly replied: number
  /** Files that could not be taken in, with why; they stay where they are. */
  readonly refused: readonly { readonly file: string; readonly why: string }[]
}

/**
 * Takes in what lies in `new` of a Maildir; each file moves to `cur` once it is on disk here. Killed in between, it is
 * found again and known by its bytes. Throws `not-found` for a folder that is no Maildir.
 */
export async function takeMaildir(
  folder: string,
  entrance: MailEntrance,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<MaildirCount> {
  const names = await readdir(join(folder, 'new')).catch((cause: unknown) => {
    throw new AnlaufError('not-found', `${folder} is no Maildir that can be read.`, {
      hint: 'It has a folder "new"; this account must be allowed to read and rename in it.',
      cause,
    })
  })
  await mkdir(join(folder, 'cur'), { recursive: true })
  const count = { taken: 0, known: 0, replied: 0 }
  const refused: { file: string; why: string }[] = []
  for (const name of names.toSorted()) {
    const file = join(folder, 'new', name)
    signal?.throwIfAborted()
    try {
      const taken = await takeMail(entrance, await readBounded(file))
      count[taken.outcome] += 1
      if (taken.outcome === 'taken' && taken.replied) count.replied += 1
      await rename(file, join(folder, 'cur', name.includes(':2,') ? name : `${name}:2,S`))
    } catch (error) {
      // The database is everybody's matter; a single mail is not, nor what it cannot store of it (SQLSTATE 22…).
      if (!(error instanceof AnlaufError) || !isUnfitMail(error)) throw error
      refused.push({ file: name, why: error.message })
    }
  }
  return { ...count, refused }
}

/** It is about this mail alone. */
export function isUnfitMail({ code, cause }: AnlaufError): boolean {
  if (code === 'input-invalid') return true
  return String((cause as { readonly code?: unknown } | undefined)?.code).startsWith('22')
}

/** Links are not followed: whoever may write into the mailbox may not choose what is read. */
async function readBounded(file: string): Promise<Uint8Array> {
  try {
    await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const stat = await handle.stat()
    if (stat.isFile() && stat.size <= maxMailBytes) return await handle.readFile()
  } catch (cause) {
    throw unfit('It cannot be read.', cause)
  }
  throw unfit(`It is no file of at most ${maxMailBytes} bytes.`)
}

function unfit(message: string, cause?: unknown): AnlaufError {
  return new AnlaufError('input-invalid', message, { hint: 'It stays where it is; look at it.', cause })
}
