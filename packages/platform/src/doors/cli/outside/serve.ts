import { buildCommand } from '@stricli/core'

import type { OutsidePlace } from '../../../core/jobs/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { databaseLocation } from '../access/stores.ts'
import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { readWorkplace } from '../up/workplace-file.ts'
import { untilStopped } from '../vault/serve.ts'
import { openOutside } from './open-outside.ts'

interface OutsideFlags {
  readonly listen?: string
  readonly url?: string
  readonly site?: string
  readonly case?: string
  readonly estate?: string
  readonly workplace?: string
  readonly json: boolean
}

const text = { kind: 'parsed', parse: String, optional: true } as const

export const outsideServe = buildCommand<OutsideFlags, [], AnlaufContext>({
  docs: {
    brief: 'Serve the pages for strangers: contact, links of mails',
    fullDescription:
      'Runs until it is stopped with SIGTERM or Ctrl-C. Listens on a loopback address; a proxy on this machine adds TLS, the name of --url, and X-Forwarded-For. "outside:" in the workplace file says the same, and then "anlauf up" serves it too. Writes one JSON object a line to stderr for whatever it refuses; never an address, a query or a text.',
  },
  parameters: {
    flags: {
      listen: {
        ...text,
        brief: 'Loopback address and port (default: 127.0.0.1:7081)',
        placeholder: 'host:port',
      },
      url: { ...text, brief: 'The address that people use', placeholder: 'https://name' },
      site: { ...text, brief: 'The public site, to which pages lead back', placeholder: 'https://name' },
      case: { ...caseFlag, optional: true },
      estate: { ...estateFlag, optional: true },
      workplace: {
        ...text,
        brief: 'Where the rest stands (default: anlauf.yaml in the home, if there is one)',
        placeholder: 'file',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const workplace = readWorkplace(this.home, flags.workplace)
    const file = flags.estate ?? workplace?.estate
    if (file === undefined) throw noEstate()
    const { listen, url, site, case: caseId } = flags
    const place: OutsidePlace = {
      listen: '127.0.0.1:7081',
      keepMonths: 6,
      ...workplace?.outside,
      ...(listen !== undefined && { listen }),
      ...(url !== undefined && { url }),
      ...(site !== undefined && { site }),
      ...(caseId !== undefined && { case: caseId }),
    }
    await using database = await this.openDatabase(databaseLocation(this))
    const estate = readEstateFile(file)
    await using outside = await openOutside(this, {
      database,
      place,
      mailFile: workplace?.mail,
      estate: () => estate,
      writeLog: (line) => this.process.stderr.write(`${JSON.stringify(line)}\n`),
    })
    const { url: address, port } = outside
    if (flags.json) printJson(this, { url: address, port, case: place.case ?? null })
    else {
      printLines(this, [
        `Strangers are served at ${address}`,
        ...(place.url === undefined
          ? ['  Only this machine reaches it: give --url https://NAME once a proxy adds TLS.']
          : [`  the proxy passes to 127.0.0.1:${port} and sets X-Forwarded-For`]),
        'Ctrl-C ends it.',
      ])
    }
    await untilStopped(this.signal)
  },
})

function noEstate(): AnlaufError {
  return new AnlaufError('input-invalid', 'Nobody said whose pages these are.', {
    hint: 'Give --estate FILE, or a workplace file that names one.',
  })
}
