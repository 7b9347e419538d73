import { type NoticeDesk, openNotices } from '../../../core/notices/index.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'

/** Cases whose notices stay in memory. */
const keptCases = 16

type NoticeReader = (caseId: string) => Promise<NoticeDesk>

/** One for a server: every route and every approval asks the same. */
const readers = new WeakMap<object, NoticeReader>()

export function noticeReader(parts: Pick<ApiParts, 'log' | 'readCase'>): NoticeReader {
  const reader = readers.get(parts) ?? newReader(parts)
  readers.set(parts, reader)
  return reader
}

/**
 * The notices of a case as they are now. Keeps what was read, so that only new entries are read. Throws `not-found` for
 * a case that nobody declared.
 */
function newReader({ log, readCase }: Pick<ApiParts, 'log' | 'readCase'>): NoticeReader {
  const open = new Map<string, ReturnType<typeof openNotices>>()
  return async (caseId) => {
    requireDeclared(await readCase(caseId))
    const opening = open.get(caseId) ?? openNotices(log, caseId, noEstate)
    open.delete(caseId)
    open.set(caseId, opening)
    const [oldest] = open.keys()
    if (open.size > keptCases && oldest !== undefined) open.delete(oldest)
    try {
      return await (await opening).refresh()
    } catch (error) {
      open.delete(caseId)
      throw error
    }
  }
}

/** Calls and receipts ask nothing of the estate. */
export function noEstate(): never {
  throw new Error('these routes neither draft nor send')
}
