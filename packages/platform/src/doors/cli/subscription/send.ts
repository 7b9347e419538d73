import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { databaseLocation } from '../access/stores.ts'
import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { openTeller } from '../telling/tell-all.ts'
import { printJson, printLines } from '../terminal/output.ts'

interface SendFlags {
  readonly estate: string
  readonly site?: URL
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
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func({ estate, site, json }) {
    const read = readEstateFile(estate)
    await using database = await this.openDatabase(databaseLocation(this))
    const teller = openTeller(this, { database, estate: () => read, ...(site && { site }) })
    const told = await teller.round()
    if (json) return printJson(this, told)
    const { queued, delivered, failed, withheld, stopped } = told.webhooks
    printLines(this, [
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
