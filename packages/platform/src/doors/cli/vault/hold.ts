import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { readHold, writeHold } from '../../vault/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { formatTime, printJson, printLines } from '../terminal/output.ts'
import { namedVault, type VaultFlags, vaultFlag } from './flags.ts'

interface HoldFlags extends VaultFlags {
  readonly reason?: string
  readonly json: boolean
}

export const vaultHold = buildCommand<HoldFlags, ['on' | 'off' | 'show'], AnlaufContext>({
  docs: {
    brief: 'Stop every deletion, whatever is planned: on, off or show',
    fullDescription:
      'The first thing to do in an attack. It takes effect with the next request, without a restart.',
  },
  parameters: {
    flags: {
      vault: vaultFlag,
      reason: {
        kind: 'parsed',
        parse: parseLine,
        optional: true,
        brief: 'Why, in one line',
        placeholder: 'text',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
    positional: {
      kind: 'tuple',
      parameters: [{ parse: parseState, brief: 'on, off or show', placeholder: 'state' }],
    },
  },
  func(flags, state) {
    const vault = namedVault(this, flags)
    if (state === 'on') {
      const { actor: by, at } = signature(this)
      writeHold(vault, { reason: flags.reason ?? 'no reason given', at, by })
    }
    if (state === 'off') writeHold(vault, undefined)
    const hold = readHold(vault)
    if (flags.json) return printJson(this, { hold: hold ?? null })
    printLines(this, [
      hold === undefined
        ? 'No hold: what is planned, signed and old enough may be deleted.'
        : `On hold since ${formatTime(hold.at)} (${hold.reason}), by ${hold.by}: nothing is deleted.`,
    ])
  },
})

function parseState(text: string): 'on' | 'off' | 'show' {
  if (text === 'on' || text === 'off' || text === 'show') return text
  throw new AnlaufError('input-invalid', `"${text}" is neither on, off nor show.`, {
    hint: 'anlauf vault hold on --reason TEXT',
  })
}
