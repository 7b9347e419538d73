import { openStatements, type StatementSession } from '../../../core/statements/index.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { requireDesk } from '../jobs/job-desk.ts'

/** Cases whose statements stay in memory. */
const keptCases = 16

export type StatementReader = (caseId: string) => Promise<StatementSession>

/** One for each server: the approvals and the statements look at the same. */
const readers = new WeakMap<ApiParts['log'], StatementReader>()

/**
 * The statements of a case as they are now. Keeps what was read, so that only new entries are read. Throws `not-found` for
 * a case that nobody declared.
 */
export function statementReader(parts: ApiParts): StatementReader {
  const known = readers.get(parts.log) ?? openReader(parts)
  readers.set(parts.log, known)
  return known
}

function openReader({ log, readCase, desk }: ApiParts): StatementReader {
  const open = new Map<string, Promise<StatementSession>>()
  return async (caseId) => {
    requireDeclared(await readCase(caseId))
    const opening = open.get(caseId) ?? openStatements(log, caseId, () => requireDesk(desk).estate())
    open.delete(caseId)
    open.set(caseId, opening)
    const [oldest] = open.keys()
    if (open.size > keptCases && oldest !== undefined) open.delete(oldest)
    try {
      const session = await opening
      await session.refresh()
      return session
    } catch (error) {
      open.delete(caseId)
      throw error
    }
  }
}
