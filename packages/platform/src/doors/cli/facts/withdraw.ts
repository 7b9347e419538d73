import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { signFact, withdrawalHash } from '../../../core/facts/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { parseLine } from '../flags/flag-values.ts'
import { signerFlags, signerOf } from '../inform/desk.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'
import { type FactFlags, factFlags, openCaseFacts } from './access.ts'

interface WithdrawFlags extends Pick<FactFlags, 'case' | 'estate' | 'json'> {
  readonly fact: string
  readonly reason: string
  readonly person: string
  readonly key: string
  readonly dryRun: boolean
}

export const factWithdraw = buildCommand<WithdrawFlags, [], AnlaufContext>({
  docs: {
    brief: 'Take back a fact that does not hold and that nothing takes the place of, signed',
    fullDescription: 'It stays readable in the history. An earlier answer to the same question holds again.',
  },
  parameters: {
    flags: {
      case: factFlags.case,
      estate: factFlags.estate,
      json: factFlags.json,
      fact: { kind: 'parsed', parse: String, brief: 'Id of the fact', placeholder: 'id' },
      reason: { kind: 'parsed', parse: parseLine, brief: 'Why, in one line', placeholder: 'text' },
      ...signerFlags,
    },
  },
  async func(flags) {
    const { fact, reason, person } = flags
    await using stores = await openStores(this)
    const session = await openCaseFacts(this, stores, flags)
    const { role, key } = signerOf(this, { desk: session.desk }, flags)
    const contentHash = withdrawalHash(session.log.stated.get(fact)?.hash ?? '', reason)
    if (flags.dryRun) {
      if (flags.json) return printJson(this, { dry_run: true, fact, contentHash })
      return printLines(this, ['Dry run: nothing was signed.'])
    }
    const signed = { case: flags.case, verdict: 'withdraw', contentHash, person, role } as const
    await session.execute(
      { command: 'withdraw', fact, reason, person, signature: signFact(signed, key) },
      signature(this, person),
    )
    const { version } = session.log
    if (flags.json) return printJson(this, { fact, withdrawn: true, version })
    printLines(this, [`${fact} was taken back by ${printName(person)}; sheet ${version}.`])
  },
})
