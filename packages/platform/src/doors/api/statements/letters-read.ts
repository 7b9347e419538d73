import { AnlaufError } from '../../../core/failure.ts'
import { lettersUnread } from '../../../core/statements/index.ts'
import type { ApiParts } from '../api-parts.ts'
import { statementReader } from './statement-reader.ts'

/** Throws `gate-closed` with the letters that a person has to open before signing them all in a role. */
export async function requireLettersRead(
  parts: ApiParts,
  caseId: string,
  request: string,
  reader: { readonly person: string; readonly role: string },
): Promise<void> {
  const { desk } = await statementReader(parts)(caseId)
  const unread = lettersUnread(desk, request, reader)
  if (unread.length === 0) return
  throw new AnlaufError('gate-closed', `Letters to be read before all can be signed: ${unread.length}.`, {
    hint: 'Open each of them in the request: one of each wording, those that the checks marked, and the sample.',
    context: { unread: unread.slice(0, 200) },
  })
}
