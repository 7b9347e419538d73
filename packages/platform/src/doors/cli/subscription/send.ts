import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { databaseLocation } from '../access/stores.ts'
import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { parseMailAddress } from './access.ts'
import { openTeller } from '../telling/tell-all.ts'
import { printJson, printLines } from '../terminal/output.ts'

interface SendFlags {
  readonly estate: string
  readonly site?: URL
  readonly links?: URL
  readonly unsubscribeMail?: string
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
        brief: 'Address of the server for strangers, where links in mails lead; without it no mail is made',
        placeholder: 'https://…',
      },
      unsubscribeMail: {
        kind: 'parsed',
        parse: parseMailAddress,
        optional: true,
        brief:
          'Where people can unsubscribe by mail too; pipe what comes there into "anlauf subscription mail"',
        placeholder: 'address',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func({ estate, site, links, unsubscribeMail, json }) {
    const read = readEstateFile(estate)
    await using database = await this.openDatabase(databaseLocation(this))
    const teller = openTeller(this, {
      database,
      estate: () => read,
      ...(site && { site }),
      ...(links && { links }),
      ...(unsubscribeMail !== undefined && { unsubscribeMail }),
    })
    const told = await teller.round()
    if (json) return printJson(this, told)
    const { queued, delivered, failed, withheld, stopped } = told.webhooks
    const { mails } = told
    printLines(this, [
      mails === undefined
        ? 'No mails: --links does not say where their links would lead.'
        : `Mails put into the spool: ${mails.updates} about updates, ${mails.optIns} to confirm. In quarantine since: ${mails.held}. Not confirmed in time, forgotten: ${mails.forgotten}.`,
      `Programs: ${queued} new messages; ${delivered} delivered, ${failed} failed and tried again later, ${withheld} withheld.`,
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
