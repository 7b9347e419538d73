import { buildCommand } from '@stricli/core'

import { draftOf, openCase } from '../../../../core/case/index.ts'
import { AnlaufError } from '../../../../core/failure.ts'
import { nextSteps, scopeOf } from '../../../../core/response/index.ts'
import { readEstateFile } from '../../access/estate-file.ts'
import { databaseLocation, openStores, storesIn } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { estateFlag } from '../../flags/estate-flag.ts'
import { chosenSystems, systemFlag } from '../../flags/system-choice.ts'
import { readEmergencyPlan } from '../../plan/file.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import { caseFlag, openDeclaredCase, signature } from '../access.ts'
import { jsonFlag, openDeclaredResponse, personFlag, personOf, reasonFlag } from './access.ts'
import { languageFlag } from '../../flags/language.ts'
import { planFlag } from './adopt.ts'
import { stepLines } from './step-lines.ts'

interface ExtendFlags {
  readonly case: string
  readonly estate: string
  readonly system?: readonly string[]
  readonly reason: string
  readonly person?: string
  readonly language: 'de' | 'en'
  readonly json: boolean
}

export const caseExtend = buildCommand<ExtendFlags, [], AnlaufContext>({
  docs: {
    brief: 'More is hit than was known: add systems, and tenants that the estate has now',
    fullDescription:
      'Nothing is ever taken out. Stages open again for what joined, and those that are for all; what was done for others stays done.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      estate: estateFlag,
      system: { ...systemFlag, brief: 'A further attacked system (repeatable)' },
      reason: reasonFlag,
      person: personFlag,
      language: languageFlag,
      json: jsonFlag,
    },
  },
  async func(flags) {
    const estate = readEstateFile(flags.estate)
    const more = flags.system === undefined ? [] : chosenSystems(estate, flags.system)
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, flags.case)
    const before = session.state
    const known = (before.scope?.of.systems ?? []).filter(({ affected }) => affected).map(({ id }) => id)
    const systems = [...new Set([...known, ...(before.case.systems ?? []), ...more])]
    const { reason, person } = flags
    await session.execute(
      { command: 'extendScope', elements: scopeOf(estate, systems), reason, person: personOf(this, person) },
      signature(this, person),
    )
    const { state } = session
    const added = (state.scope?.elements ?? []).filter(({ since }) => since > before.seq)
    const now = this.now().toISOString()
    if (flags.json) {
      return printJson(this, {
        case: flags.case,
        added: added.map(({ of, id, affected }) => ({ of, id, affected })),
      })
    }
    printLines(this, [
      `Added to the case ${flags.case}: ${added.map(({ of, id }) => `${id} (${of})`).join(', ') || 'nothing new'}`,
      ...(state.plan === undefined
        ? []
        : stepLines(nextSteps(state, { now }), { language: flags.language, caseId: flags.case })),
    ])
  },
})

interface AmendFlags {
  readonly case: string
  readonly plan: string
  readonly reason: string
  readonly person: string
  readonly json: boolean
}

export const caseAmend = buildCommand<AmendFlags, [], AnlaufContext>({
  docs: {
    brief: 'Propose another plan for a running case; two others have to sign it',
    fullDescription:
      'In force with the second signature. Stages that ask the same stay done; those whose text changed are open again.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      plan: planFlag,
      reason: reasonFlag,
      person: { ...personFlag, optional: false, brief: 'Who proposes it; does not count as a signature' },
      json: jsonFlag,
    },
  },
  async func({ case: caseId, plan: file, reason, person, json }) {
    const plan = readEmergencyPlan(file)
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, caseId)
    await session.execute({ command: 'proposePlan', plan, reason, person }, signature(this, person))
    const { proposed } = session.state
    if (proposed === undefined) {
      throw new AnlaufError('plan-invalid', 'The plan cannot be read back from the log.', {
        hint: 'Check it with "anlauf plan check"; the case follows the plan it had.',
      })
    }
    if (json) return printJson(this, { case: caseId, digest: proposed.digest, version: plan.front.version })
    printLines(this, [
      `Proposed: ${plan.front.plan} ${plan.front.version}, digest ${proposed.digest}`,
      'Two people who are registered and did not propose it sign it:',
      `  anlauf case sign --case ${caseId} --person NAME --key FILE plan`,
    ])
  },
})

export const caseReopen = buildCommand<
  { case: string; reason: string; person?: string; json: boolean },
  [],
  AnlaufContext
>({
  docs: { brief: 'Open a closed case again; everything that happened stays' },
  parameters: {
    flags: { case: caseFlag, reason: reasonFlag, person: personFlag, json: jsonFlag },
  },
  async func({ case: caseId, reason, person, json }) {
    const database = await this.openDatabase(databaseLocation(this))
    await using stores = storesIn(database)
    await openDeclaredCase(this, stores, caseId)
    const session = await openCase(stores.log, caseId)
    const by = personOf(this, person)
    const signed = signature(this, person)
    await session.execute({ command: 'reopen', reason, person: by }, signed)
    const { keyEvents } = await import('../../../api/index.ts')
    // Keys that were revoked while it was closed: what they signed before counts no more.
    const keys = await keyEvents(database, session.state, signed.at)
    await stores.log.append(
      caseId,
      keys.map((event) => draftOf(event, signed)),
    )
    if (json) return printJson(this, { case: caseId, status: session.state.status })
    printLines(this, [`The case ${caseId} is open again: ${reason}`])
  },
})
