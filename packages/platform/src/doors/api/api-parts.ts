import type { Database, InquiryDesk } from '../../adapters/database/index.ts'
import type { EvidenceLog } from '../../core/evidence/index.ts'
import type { Context } from 'hono'

import type { AccountAccess } from './access/authenticate.ts'
import type { FrontDoor, RateLimit } from '../http/index.ts'
import type { RelyingParty } from './access/relying-party.ts'
import type { CaseTails } from './cases/case-tails.ts'
import type { CaseReader } from './cases/case-reader.ts'
import type { DeskSources } from './desk/desk-sources.ts'
import type { WriteLog } from './http/request-log.ts'
import type { JobDesk } from './jobs/job-desk.ts'
import type { RequestMeter } from './metrics/request-meter.ts'
import type { StreamPlaces } from './http/stream-places.ts'
import type { ConsoleFiles } from './pages/console-files.ts'

/** What the routes work with; `serveApi` puts it together. */
export interface ApiParts {
  readonly database: Database
  readonly log: EvidenceLog
  readonly readCase: CaseReader
  readonly tails: CaseTails
  readonly streams: StreamPlaces
  readonly meter: RequestMeter
  /** Absent where the server only shows. */
  readonly desk?: JobDesk
  readonly deskSources: DeskSources
  readonly inquiryDesk: InquiryDesk
  readonly account: AccountAccess
  readonly now: () => Date
  /** Known once the server listens. */
  readonly party: () => RelyingParty
  readonly addressOf: (c: Context) => string
  /** For each address: to sign in or register, and to bring what is not valid. */
  readonly signInLimit: RateLimit
  readonly failureLimit: RateLimit
  /** For each session, and for the account. */
  readonly requestLimit: RateLimit
  /** Stands before all routes: refuses what is too much. */
  readonly door: FrontDoor
  /** Names, with port, under which the server may be reached; the first is the one that people use. */
  readonly hosts: () => readonly string[]
  /** Aborted when the server ends: open streams end with it. */
  readonly stopping: AbortSignal
  readonly writeLog: WriteLog
  /** Asked for every page: a build may end while the server runs. */
  readonly consoleFiles: () => ConsoleFiles
}
