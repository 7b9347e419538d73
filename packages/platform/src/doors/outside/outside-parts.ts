import type { Context, Hono } from 'hono'

import type { Database, Session } from '../../adapters/database/index.ts'
import type { EvidenceLog } from '../../core/evidence/index.ts'
import type { DeskHours, InquiryMail } from '../../core/inquiries/index.ts'
import type { OutsideFace } from './face.ts'

/** What the routes for strangers work with; `serveOutside` puts it together. */
export interface OutsideParts {
  readonly database: Database
  readonly log: EvidenceLog
  readonly now: () => Date
  /** The address that people use: what links in mails begin with. */
  readonly publicUrl: URL
  /** Read for every request: the estate may be corrected while the server runs. */
  readonly face: () => OutsideFace
  /** The case that is worked on; absent before one was declared. */
  readonly caseId?: string
  /** Hours in which the desk works; days and holidays follow from the estate. */
  readonly deskHours: () => DeskHours
  /** Personal data of an inquiry is deleted so many months after it was closed; counsel sets it. */
  readonly keepMonths: number
  /** Absent where no mail leaves the house: then nobody is asked to confirm by mail. */
  readonly sendMails?: SendMails
  /** Key for links with tokens and for signed times in forms; a restart keeps it. */
  readonly secret: Uint8Array
  /** By what a caller is limited: an address, or the network of one. */
  readonly callerOf: (c: Context) => string
  readonly writeLog: WriteOutsideLog
}

/** A line of the server's own log; no query, no body, no token, no address. */
export type WriteOutsideLog = (line: Readonly<Record<string, unknown>>) => void

/**
 * One kind of page with its addresses. GET never changes anything (mail scanners follow links); POST acts. Throw an
 * `AnlaufError` and the stranger sees a page that fits it; its text is not shown.
 */
export type OutsideRoutes = (app: Hono, parts: OutsideParts) => void

/** Puts mails into the spool, in the transaction of what they tell of. */
export type SendMails = (session: Session, mails: readonly InquiryMail[]) => Promise<void>
