import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { openStores } from '../access/stores.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { caseFlag, openDeclaredCase, signature } from './access.ts'

interface RevokeFlags {
  readonly case: string
  readonly key: string
  readonly reason: string
  readonly json: boolean
}

export const caseRevoke = buildCommand<RevokeFlags, [], AnlaufContext>({
  docs: {
    brief: 'Revoke a key in a case: lost, stolen, or its owner left',
    fullDescription:
      'From now on its signatures count no more, those on what is not released yet included; what was released stands. A revoked key never comes back.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      key: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'Id of the key, or its first digits, as "anlauf case show" prints it',
        placeholder: 'id',
      },
      reason: {
        kind: 'parsed',
        parse: parseLine,
        brief: 'Why, in one line; it is kept',
        placeholder: 'text',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    await using stores = await openStores(this)
    const session = await openDeclaredCase(this, stores, flags.case)
    const { credentials, approvers } = session.state
    const known = [...credentials.values(), ...approvers.values()]
    const [found, ...others] = known.filter(({ keyId }) => keyId.startsWith(flags.key.toLowerCase()))
    if (found === undefined || others.length > 0) {
      throw new AnlaufError(
        'not-found',
        `${others.length > 0 ? 'Several keys start' : 'No key of the case starts'} with "${printName(flags.key)}".`,
        {
          hint: `Keys: ${known.map(({ person, keyId }) => `${printName(person)} ${keyId.slice(0, 16)}`).join(', ') || 'none'}.`,
        },
      )
    }
    const { keyId, person } = found
    const by = signature(this)
    await session.execute({ command: 'revokeKey', keyId, by: by.actor, reason: flags.reason }, by)
    if (flags.json) return printJson(this, { case: flags.case, person, keyId, reason: flags.reason })
    printLines(this, [
      `The key ${keyId} of ${printName(person)} is revoked: it signs nothing any more.`,
      'What was released stands; see what lost a signature with "anlauf case show".',
    ])
  },
})
