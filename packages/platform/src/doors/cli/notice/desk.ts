import { join } from 'node:path'

import { secretKey } from '../../../adapters/database/index.ts'
import { noticeProofs, type NoticeProofs } from '../../../adapters/mail-out/index.ts'
import type { Database } from '../../../adapters/database/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { type NoticeSession, type NoticeState, openNotices } from '../../../core/notices/index.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { databaseLocation, type Stores, storesIn } from '../access/stores.ts'
import { caseFlag, noCase } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { parseLine } from '../flags/flag-values.ts'

export interface NoticeFlags {
  readonly case: string
  readonly estate: string
  readonly json: boolean
}

export const noticeFlags = {
  case: caseFlag,
  estate: estateFlag,
  json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
} as const

export const noticeNameFlag = {
  kind: 'parsed',
  parse: parseLine,
  brief: 'Name of the notice, for instance l1-first',
  placeholder: 'name',
} as const

/** Notices of a case with everything that is needed to work on them; dispose of it to leave the database. */
export interface OpenNoticeDesk extends AsyncDisposable {
  readonly database: Database
  readonly stores: Stores
  readonly session: NoticeSession
  readonly proofs: NoticeProofs
  readonly estate: () => Estate
}

export async function openNoticeDesk(
  context: AnlaufContext,
  flags: Pick<NoticeFlags, 'case' | 'estate'>,
  /** What cannot wait until the log is read. */
  first?: (database: Database) => Promise<unknown>,
): Promise<OpenNoticeDesk> {
  let read: Estate | undefined
  const estate = (): Estate => (read ??= readEstateFile(flags.estate))
  const database = await context.openDatabase(databaseLocation(context))
  try {
    await first?.(database)
    const stores = storesIn(database)
    const session = await openNotices(stores.log, flags.case, estate)
    if (session.desk.case.status === 'none') throw noCase(context, flags.case)
    return {
      database,
      stores,
      session,
      estate,
      proofs: noticeProofs(database, await noticeKey(context)),
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    }
  } catch (error) {
    await database[Symbol.asyncDispose]()
    throw error
  }
}

/** The key that links and read-back codes follow from. */
export function noticeKey({ home }: Pick<AnlaufContext, 'home'>): Promise<Buffer> {
  return secretKey(join(home, 'notice.key'))
}

/** Throws `not-found` with the notices there are. */
export function noticeOf({ desk }: NoticeSession, name: string): NoticeState {
  const found = desk.notices.get(name)
  if (found !== undefined) return found
  throw new AnlaufError('not-found', `There is no notice "${name}".`, {
    hint: `Notices: ${[...desk.notices.keys()].join(', ') || 'none'}. Make one with "anlauf notice draft".`,
  })
}
