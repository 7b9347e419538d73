import { buildCommand } from '@stricli/core'

import { exerciseMark } from '../../../core/response/index.ts'
import { sieveScript } from '../../../core/updates/index.ts'
import type { AnlaufContext } from '../context.ts'
import { openStores } from '../access/stores.ts'
import { parseLine } from '../flags/flag-values.ts'
import { printJson } from '../terminal/output.ts'
import { type DeskFlags, deskFlags, openDeclaredDesk, updateFlag } from './desk.ts'

interface SieveFlags extends DeskFlags {
  readonly update: string
  readonly address: readonly string[]
  readonly days: number
}

export const informSieve = buildCommand<SieveFlags, [], AnlaufContext>({
  docs: {
    brief: 'Print an approved automatic reply as a Sieve script for a mailbox',
    fullDescription:
      'For mail servers with Sieve and its extension "vacation". One reply per sender in --days, none to lists or automatons. Each new text is a new phase of the incident: senders hear it once more. Nothing is installed; hand the script to the mail server.',
  },
  parameters: {
    flags: {
      ...deskFlags,
      update: updateFlag,
      address: {
        kind: 'parsed',
        parse: parseLine,
        variadic: true,
        brief: 'An address of the mailbox; once for each',
        placeholder: 'mail',
      },
      days: {
        kind: 'parsed',
        parse: Number,
        default: '7',
        brief: 'One reply per sender in so many days',
        placeholder: 'n',
      },
    },
  },
  async func(flags) {
    await using stores = await openStores(this)
    const { desk } = await openDeclaredDesk(this, stores, flags)
    const { handle, script } = sieveScript(desk, flags.update, {
      addresses: flags.address,
      days: flags.days,
      ...(desk.case.exercise && { mark: exerciseMark }),
    })
    if (flags.json) printJson(this, { case: flags.case, update: flags.update, handle, script })
    else this.process.stdout.write(script)
  },
})
