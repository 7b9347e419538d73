import type { Database } from '../../../adapters/database/index.ts'
import { evidenceLog, openCases } from '../../../adapters/database/index.ts'
import { openCase } from '../../../core/case/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { mailboxOf, minutesOf, type OutsidePlace, outsideMisfits } from '../../../core/jobs/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseAtHand } from '../../../core/inquiries/index.ts'
import { type RunningOutside, serveOutside } from '../../outside/index.ts'
import type { AnlaufContext } from '../context.ts'
import { deskOptions } from '../inquiry/desk-options.ts'
import { mailEntrance } from '../inquiry/mail-entrance.ts'
import { startMailbox } from '../inquiry/mailbox-turns.ts'
import { startInquiryTurns } from '../inquiry/inquiry-turns.ts'
import { sendingMails } from '../inquiry/sending-mails.ts'
import { parseListen } from '../vault/serve.ts'

/** Opens the server for strangers where the place says. Throws `input-invalid`, `not-found` for its case, `api-failed`. */
export async function openOutside(
  context: AnlaufContext,
  options: {
    readonly database: Database
    readonly place: OutsidePlace
    readonly estate: () => Estate
    /** The mail file that the workplace names. */
    readonly mailFile?: string | undefined
    readonly writeLog: (line: object) => unknown
  },
): Promise<RunningOutside> {
  const { database, place, estate, mailFile, writeLog } = options
  for (const [, message, hint] of outsideMisfits(place)) {
    throw new AnlaufError('input-invalid', `The server for strangers: ${message}.`, { hint })
  }
  // A mistake in the file is said before anything listens.
  estate()
  const serviceHours = minutesOf(place.serviceHours ?? '')
  // Links need an address that people can reach; without one nobody could confirm, and 72 hours later all would be gone.
  const sendMails = place.url === undefined ? undefined : sendingMails(context, mailFile)
  const ofCase = await caseOf(database, place.case)
  if (ofCase === undefined) {
    const atHand = caseAtHand(await openCases(database))
    if (atHand !== 'none')
      writeLog({ at: context.now().toISOString(), level: 'warn', outside: caseless[atHand] })
  }
  await using opened = new AsyncDisposableStack()
  const running = opened.use(
    await serveOutside({
      database,
      home: context.home,
      estate,
      ...parseListen(place.listen),
      ...(ofCase !== undefined && { case: ofCase }),
      ...(place.url !== undefined && { publicUrl: new URL(place.url) }),
      ...(place.site !== undefined && { siteUrl: new URL(place.site) }),
      ...(serviceHours !== undefined && { serviceHours }),
      keepMonths: place.keepMonths,
      ...(sendMails !== undefined && { sendMails }),
      now: context.now,
      writeLog: (line) => void writeLog(line),
    }),
  )
  const { desk, deskLead } = place
  opened.use(
    startInquiryTurns(context, {
      database,
      hours: deskOptions(context, { estate, place }).hours,
      profile: () => estate().legal,
      people: { ...(desk !== undefined && { desk }), ...(deskLead !== undefined && { lead: deskLead }) },
      ...(sendMails !== undefined && { sendMails }),
      writeLog,
    }),
  )
  const mailbox = place.mailbox === undefined ? undefined : mailboxOf(place.mailbox)
  if (mailbox !== undefined) {
    const { hours } = deskOptions(context, { estate, place })
    opened.use(
      startMailbox(context, {
        database,
        mailbox,
        entrance: () => mailEntrance(context, { database, hours, estate: estate(), place, mailFile }),
        writeLog,
      }),
    )
  }
  const rest = opened.move()
  return { ...running, [Symbol.asyncDispose]: () => rest.disposeAsync() }
}

const caseless = {
  exercise:
    'No case is named and an exercise is open: what comes in is taken for a part of it, and no mail reaches a stranger. Name the case (outside.case) or close the exercise.',
  undecided:
    'No case is named while an incident and an exercise are open: inquiries are kept and get no mail until a person says whose they are (anlauf inquiry class --case). Name the case (outside.case).',
} as const

async function caseOf(
  database: Database,
  id: string | undefined,
): Promise<{ readonly id: string; readonly exercise: boolean } | undefined> {
  if (id === undefined) return undefined
  const { state } = await openCase(evidenceLog(database), id)
  if (state.status !== 'none') return { id, exercise: state.exercise }
  throw new AnlaufError('not-found', `There is no case "${id}" for the server for strangers.`, {
    hint: 'Declare it first, or leave "case" out: the pages then speak of no case.',
  })
}
