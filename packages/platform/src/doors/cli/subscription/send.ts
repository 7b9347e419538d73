import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { mailSender } from '../../../adapters/mail-out/index.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { mailFlag, readMailFile } from '../access/mail-file.ts'
import { databaseLocation } from '../access/stores.ts'
import { relayTrouble } from '../../../core/deliveries/index.ts'
import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { mailLinks } from '../telling/mail-links.ts'
import { openTeller } from '../telling/tell-all.ts'
import { printJson, printLines } from '../terminal/output.ts'

interface SendFlags {
  readonly estate: string
  readonly site?: URL
  readonly links?: URL
  readonly mail?: string
  readonly queueOnly: boolean
  readonly json: boolean
}

export const subscriptionSend = buildCommand<SendFlags, [], AnlaufContext>({
  docs: {
    brief: 'Tell subscribers and programs what was published and not told yet, in all cases',
    fullDescription:
      '"anlauf up" does this by itself; alone, run it from a timer every minute. What was published follows from the log: a run that dies loses nobody, and the next one tells nobody twice.',
  },
  parameters: {
    flags: {
      estate: estateFlag,
      site: {
        kind: 'parsed',
        parse: parseSite,
        optional: true,
        brief: 'Address of the public site, for links',
        placeholder: 'https://…',
      },
      links: {
        kind: 'parsed',
        parse: parseSite,
        optional: true,
        brief: 'Address of the server for strangers, where links in mails lead (default: of the mail file)',
        placeholder: 'https://…',
      },
      mail: mailFlag,
      queueOnly: { kind: 'boolean', default: false, brief: 'Leave the sending of mails to "anlauf up"' },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func({ estate, site, links, mail: mailFile, queueOnly, json }) {
    const read = readEstateFile(estate)
    const mail = await readMailFile(this, mailFile)
    await using database = await this.openDatabase(databaseLocation(this))
    const teller = openTeller(this, {
      database,
      estate: () => read,
      ...(site && { site }),
      ...mailLinks(mail, links),
    })
    const told = await teller.round()
    const round =
      mail === undefined || queueOnly
        ? undefined
        : await mailSender(database, mail.setup, { now: this.now }).sendDue({ signal: this.signal })
    if (round?.stoppedBy !== undefined || [...told.troubles, ...told.webhookTroubles].length > 0)
      this.process.exitCode = 1
    if (json) return printJson(this, { ...told, ...(round && { sent: round }) })
    const { mails } = told
    const { queued, delivered, failed, withheld, stopped } = told.webhooks
    printLines(this, [
      mails === undefined
        ? 'No mails: there is no mail file, or nothing says where their links would lead (--links).'
        : `Mails put into the spool: ${mails.updates} about updates, ${mails.optIns} to confirm. In quarantine since: ${mails.held}. Not confirmed in time, forgotten: ${mails.forgotten}.`,
      ...(round === undefined
        ? []
        : [
            `Mails: ${round.accepted} accepted, ${round.refused} refused, ${round.later} later, ${round.unknown} unknown.`,
            ...(round.stoppedBy === undefined || mail === undefined
              ? []
              : [printName(relayTrouble(round.stoppedBy, mail.place))]),
          ]),
      `Programs: ${queued} new messages; ${delivered} delivered, ${failed} failed and tried again later, ${withheld} withheld.`,
      ...told.webhookTroubles.map(printName),
      ...told.troubles.map(
        (one) =>
          `Nobody was told of ${printName(one.case)}: ${one.message} All other cases were gone through.`,
      ),
      ...(stopped === 0 ? [] : [`Stopped: ${stopped}. See "anlauf webhook list".`]),
    ])
  },
})

function parseSite(text: string): URL {
  const url = URL.parse(text.endsWith('/') ? text : `${text}/`)
  if (url !== null && /^https?:$/.test(url.protocol) && url.username === '') return url
  throw new AnlaufError('input-invalid', `"${text.slice(0, 100)}" is no address of a site.`, {
    hint: 'Write it like https://status.example.org/.',
  })
}
