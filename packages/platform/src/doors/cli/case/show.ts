import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { type CaseState, present, queueLength, stageOf, type UnitState } from '../../../core/case/index.ts'
import { type Desk, readDesk } from '../../../core/updates/index.ts'
import { caseFlag, openDeclaredCase } from './access.ts'
import type { AnlaufContext } from '../context.ts'
import { databaseLines } from '../recover/database-findings.ts'
import { missingByCase, nextStep, stageWords } from './next-step.ts'
import {
  counted,
  formatBytes,
  formatCount,
  formatTime,
  printJson,
  printLines,
  tableLines,
} from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

export const caseShow = buildCommand<{ case: string; json: boolean }, [], AnlaufContext>({
  docs: {
    brief: 'Show how far every tenant is, and what is missing for its release',
    fullDescription:
      'Everything follows from the recorded events. Whether the files in the clean room are still the recorded ones, and whether the rules are still in force, is measured by the release itself.',
  },
  parameters: {
    flags: { case: caseFlag, json: { kind: 'boolean', default: false, brief: 'JSON on stdout' } },
  },
  async func(flags) {
    await using stores = await openStores(this)
    const session = await openDeclaredCase(this, stores, flags.case)
    const state = present(session.state, this.now().toISOString())
    const desk = await readDesk(stores.log, flags.case)
    if (flags.json) printJson(this, jsonOf(state, desk))
    else printLines(this, [...describe(state), ...unproven(desk)])
  },
})

function jsonOf(state: CaseState, desk: Desk): unknown {
  const { id, units, approvers, updates: _updates, queues, credentials, revoked, requests, ...rest } = state
  return {
    case: id,
    ...rest,
    approvers: [...approvers.values()].map(({ person, role, keyId }) => ({ person, role, keyId })),
    units: [...units.values()].map((unit) => ({
      ...unit,
      stage: stageOf(unit),
      approvals: unit.approvals.map(({ person, role, keyId }) => ({ person, role, keyId })),
      queue: queues.has(unit.unit) ? queueLength(queues.get(unit.unit)) : null,
      missing: missingByCase(state, unit),
      next: nextStep(state, unit) ?? null,
    })),
    passkeys: [...credentials.values()].map(({ publicKey: _publicKey, ...key }) => key),
    revoked: [...revoked].map(([keyId, revocation]) => ({ keyId, ...revocation })),
    requests: [...requests.values()].map(({ request, subject, contentHash, expiresAt, given }) => ({
      request,
      subject,
      contentHash,
      expiresAt,
      given,
    })),
    updates: desk.published.length,
    unprovenUpdates: desk.unproven,
  }
}

/** In the log without the signatures that it takes: counted here, shown to nobody as published. */
function unproven({ unproven: count }: Desk): string[] {
  if (count === 0) return []
  return [
    '',
    `${counted(count, 'publication')} in the log without the signatures that it takes: shown to nobody. Verify the log with "anlauf evidence verify".`,
  ]
}

function passkeys({ credentials, revoked }: CaseState): string {
  const known = [...credentials.values()].map(({ person, roles, keyId, genesis, vouchedBy }) => {
    const from = genesis === undefined ? `vouched by ${vouchedBy.map(printName).join(', ')}` : 'by the host'
    const end = revoked.has(keyId) ? ', revoked' : ''
    return `${printName(person)} (${roles.map(printName).join(', ')}, key ${keyId.slice(0, 16)}, ${from}${end})`
  })
  return known.join(', ') || 'none'
}

/** Statements of operators, no proofs: never left out. */
function overrides({ units }: CaseState): string[] {
  return [...units.values()].flatMap(({ unit, override, released }) => {
    if (override === undefined) return []
    const { people, skips, reason, until, alone } = override
    const who = people.map(printName).join(' and ')
    return [
      `OPERATOR STATEMENT: ${who}${alone === true ? ', ALONE,' : ''} hold the gate of ${unit} open without ${skips.join(', ')} until ${formatTime(until)}: ${printName(reason)}${released?.override === undefined ? '' : ' (it went out on this)'}`,
    ]
  })
}

function describe(state: CaseState): string[] {
  const { isolation, onset } = state
  const approvers = [...state.approvers.values()].map(
    ({ person, role, keyId }) => `${printName(person)} (${printName(role)}, key ${keyId.slice(0, 16)})`,
  )
  return [
    `Case ${state.id}: ${printName(state.title)}${state.exercise ? ' (exercise)' : ''}${state.status === 'closed' ? ' (closed)' : ''}`,
    ...tableLines([
      ['  Declared', formatTime(state.declaredAt ?? '')],
      ...(onset === undefined
        ? []
        : [['  Onset', `after ${formatTime(onset.from)}, before ${formatTime(onset.to)}`]]),
      [
        '  Isolation',
        isolation === undefined
          ? 'not proven yet'
          : `proven ${formatTime(isolation.at)}, proof ${isolation.proof.slice(0, 16)}: ${isolation.systems.join(', ')}`,
      ],
      ['  Services', state.services.join(', ') || 'none'],
      ['  Approvers', approvers.join(', ') || 'none registered yet'],
      ['  Passkeys', passkeys(state)],
    ]),
    ...overrides(state),
    '',
    ...unitTable(state),
    ...databaseLines(state),
    '',
    ...missing(state),
  ]
}

function unitTable({ units, queues }: CaseState): string[] {
  const rows = [...units.values()].map((unit) => [
    unit.unit,
    stageWords[stageOf(unit)],
    formatCount(unit.restored?.files ?? unit.chosen?.files ?? 0),
    formatBytes(unit.restored?.bytes ?? unit.chosen?.bytes ?? 0),
    formatCount(unit.quarantined),
    formatCount(unit.caseReview),
    queues.has(unit.unit) ? formatCount(waiting(queueLength(queues.get(unit.unit)))) : '-',
    unit.approvals.map(({ person }) => printName(person)).join(', ') || '-',
  ])
  const header = ['Unit', 'Stage', 'Files', 'Bytes', 'Quarantine', 'Review', 'Queue', 'Approved by']
  return tableLines([header, ...rows], { right: [2, 3, 4, 5, 6] })
}

/** What waits for a first or second person, or for people to agree. */
function waiting({ open, halfSigned, contested }: ReturnType<typeof queueLength>): number {
  return open + halfSigned + contested
}

/** Units that lack the same are named together: three hundred tenants usually wait for the same thing. */
function missing(state: CaseState): string[] {
  const open = [...state.units.values()].filter((unit) => unit.released === undefined)
  if (open.length === 0) return ['Every unit is released.']
  const groups = Map.groupBy(open, (unit: UnitState) => JSON.stringify(missingByCase(state, unit)))
  return [...groups.values()].flatMap((units) => {
    const [first] = units
    if (first === undefined) return []
    const points = missingByCase(state, first)
    return [
      points.length === 0
        ? `Nothing is missing by the case: ${names(units)}`
        : `Missing for the release of ${names(units)}:`,
      ...points.map((point) => `  - ${point}`),
      `  Next: ${nextStep(state, first) ?? 'nothing'}`,
    ]
  })
}

function names(units: readonly UnitState[]): string {
  const shown = units.slice(0, 12).map(({ unit }) => unit)
  return shown.join(', ') + (units.length > shown.length ? ` and ${units.length - shown.length} more` : '')
}
