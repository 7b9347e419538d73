import { evidenceLogWithin } from '../../../adapters/database/index.ts'
import type { EntryDraft } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { ApiParts } from '../api-parts.ts'
import { type CaseSnapshot, requireDeclared } from '../cases/case-reader.ts'
import { once, type OnceAsked } from './once.ts'

/** Others may write to the case at the same moment, so often in a row that it is no chance any more. */
const maxTries = 50

/**
 * What a person says, decided on all that is in the log when it is stored, and stored once however often it is sent.
 * `decided` is asked anew for each try. Throws what it throws, `case-moved-on`.
 */
export async function appendSaid(
  parts: Pick<ApiParts, 'database' | 'now' | 'readCase'>,
  asked: OnceAsked,
  decided: (snapshot: CaseSnapshot) => readonly EntryDraft[],
): Promise<{ readonly seq: number; readonly appended: readonly string[] }> {
  // Somebody was faster: the case is read and decided on again. A failure of ours, so that the database passes it on as
  // it is; any other error would come back as one of the database.
  const movedOn = new AnlaufError('case-moved-on', 'The case went on.', { hint: 'Try again.', retry: 'now' })
  for (let tries = 0; tries < maxTries; tries += 1) {
    const snapshot = requireDeclared(await parts.readCase(asked.case))
    try {
      const { answer } = await once(parts, asked, async (session) => {
        const entries = await evidenceLogWithin(session).appendAfter(
          asked.case,
          snapshot.seq,
          decided(snapshot),
        )
        if (entries === undefined) throw movedOn
        return { seq: snapshot.seq + entries.length, appended: entries.map(({ kind }) => kind) }
      })
      return answer
    } catch (error) {
      if (error !== movedOn) throw error
    }
  }
  throw new AnlaufError('case-moved-on', 'Others write to this case all the time.', {
    hint: 'Try again in a moment; nothing was recorded.',
    retry: 'now',
  })
}
