import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { makeRecoveryCodes } from '../../api/index.ts'
import { databaseLocation } from '../access/stores.ts'
import { jsonFlag } from '../case/plan/access.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { printJson, printLines } from '../terminal/output.ts'

export const signInCodes = buildCommand<{ person: string; json: boolean }, [], AnlaufContext>({
  docs: {
    brief: 'Make ten recovery codes for a person, for paper; earlier ones count no more',
    fullDescription:
      'Shown once and kept as hashes. With one of them, and a second person who confirms by telephone, somebody whose passkeys are lost registers a new one on the sign-in page. Print them and seal them before the incident.',
  },
  parameters: {
    flags: {
      person: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'Name, as it stands in the evidence',
        placeholder: 'name',
      },
      json: jsonFlag,
    },
  },
  async func({ person, json }) {
    await using database = await this.openDatabase(databaseLocation(this))
    const by = { name: signature(this).actor }
    const { codes } = await makeRecoveryCodes(database, { person, by, now: this.now() })
    if (json) return printJson(this, { person, codes })
    printLines(this, [
      `Recovery codes for ${printName(person)}. They are shown once; each works once:`,
      ...codes.map((code, at) => `  ${String(at + 1).padStart(2)}  ${code}`),
      'Print them, seal the envelope, clear this screen. Earlier codes count no more.',
    ])
  },
})
