import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { OriginalOutcome } from '../../../../core/custody/index.ts'
import { caseFlag, signature } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { counted, printJson, printLines } from '../../terminal/output.ts'
import { openCaseOriginals } from './access.ts'

interface VerifyFlags {
  readonly case: string
  readonly json: boolean
}

export const originalsVerify = buildCommand<VerifyFlags, [], AnlaufContext>({
  docs: {
    brief: 'Read every original of a case and compare it with its hash; the result is recorded',
    fullDescription: 'Run it on a schedule. Exit code 1 when one is damaged or missing; each is named.',
  },
  parameters: {
    flags: { case: caseFlag, json: { kind: 'boolean', default: false, brief: 'JSON on stdout' } },
  },
  async func(flags) {
    await using opened = await openCaseOriginals(this, flags.case)
    const { custody, originals } = opened
    const found: { sha256: string; label: string; outcome: OriginalOutcome }[] = []
    for (const { sha256, label, erasedBecause } of custody.log.items.values()) {
      if (erasedBecause !== undefined) continue
      const state = await originals.verify(flags.case, sha256)
      // The log knows of no erasure: a key that is gone is a loss.
      found.push({ sha256, label, outcome: state === 'erased' ? 'missing' : state })
    }
    await custody.execute(
      { command: 'verify', found: found.map(({ sha256, outcome }) => ({ sha256, outcome })) },
      signature(this),
    )
    const bad = found.filter(({ outcome }) => outcome !== 'intact')
    if (bad.length > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, { case: flags.case, intact: bad.length === 0, originals: found })
    printLines(this, [
      ...bad.map(({ sha256, label, outcome }) => `${outcome.toUpperCase()}: ${sha256}  ${printName(label)}`),
      ...(bad.length > 0
        ? ['What to do: leave the store as it is; secure each again from its source or a copy of the home.']
        : [`${counted(found.length, 'original')} read, all are what was secured.`]),
    ])
  },
})
