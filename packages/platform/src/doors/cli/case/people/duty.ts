import { createHash } from 'node:crypto'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import type { Role } from '../../../../core/emergency-plan/index.ts'
import { situationLines } from '../../../../core/response/index.ts'
import { openStores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { parseLine, parseTime } from '../../flags/flag-values.ts'
import { printJson, printLines } from '../../terminal/output.ts'
import { caseFlag, signature } from '../access.ts'
import { jsonFlag, openDeclaredResponse, personFlag, personOf } from '../plan/access.ts'
import { languageFlag } from '../../flags/language.ts'
import { roleFlag } from './access.ts'

const namedFlag = { ...personFlag, optional: false, brief: 'Person of the roster' } as const
const byFlag = {
  kind: 'parsed',
  parse: parseLine,
  optional: true,
  brief: 'Who enters it (default: the account)',
  placeholder: 'name',
} as const

interface Named {
  readonly case: string
  readonly person: string
  readonly by?: string
  readonly json: boolean
}

export const caseAcknowledge = buildCommand<Named, [], AnlaufContext>({
  docs: { brief: 'Somebody answered the alarm and comes' },
  parameters: { flags: { case: caseFlag, person: namedFlag, by: byFlag, json: jsonFlag } },
  async func({ case: caseId, person, by, json }) {
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, caseId)
    const recordedBy = personOf(this, by)
    await session.execute({ command: 'acknowledge', person, recordedBy }, signature(this, by))
    if (json) return printJson(this, { case: caseId, person, acknowledged: true })
    printLines(this, [
      `${printName(person)} answered.`,
      `Take the role: anlauf case role --case ${caseId} --role ROLE --person ${person}`,
    ])
  },
})

export const caseRole = buildCommand<Named & { role: Role }, [], AnlaufContext>({
  docs: { brief: 'Somebody takes a role that nobody has yet' },
  parameters: {
    flags: { case: caseFlag, role: roleFlag, person: namedFlag, by: byFlag, json: jsonFlag },
  },
  async func({ case: caseId, role, person, by, json }) {
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, caseId)
    await session.execute(
      { command: 'takeRole', role, person, recordedBy: personOf(this, by) },
      signature(this, by),
    )
    if (json) return printJson(this, { case: caseId, role, person })
    printLines(this, [`${printName(person)} has the role ${role}.`])
  },
})

interface HandoverFlags {
  readonly case: string
  readonly role: Role
  readonly to: string
  readonly by?: string
  readonly language: 'de' | 'en'
  readonly json: boolean
}

export const caseHandover = buildCommand<HandoverFlags, [], AnlaufContext>({
  docs: {
    brief: 'End of a shift: hand a role over, with a summary of what happened in it',
    fullDescription:
      'The summary is computed from the log: what happened since the role was taken, decisions, failures, the next steps of the role, what is open. Its SHA-256 is kept.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      role: roleFlag,
      to: { ...namedFlag, brief: 'Who takes over, a person of the roster' },
      by: byFlag,
      language: languageFlag,
      json: jsonFlag,
    },
  },
  async func({ case: caseId, role, to, by, language, json }) {
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, caseId)
    const since = session.state.force.roles.get(role)?.since
    const now = this.now().toISOString()
    const lines = situationLines(session.state, {
      language,
      now,
      role,
      ...(since !== undefined && { since }),
    })
    const summary = digestOf(lines)
    await session.execute(
      { command: 'handOver', role, to, summary, recordedBy: personOf(this, by) },
      signature(this, by),
    )
    if (json) return printJson(this, { case: caseId, role, to, summary, lines })
    printLines(this, [...lines, '', `${printName(to)} has the role ${role}. SHA-256 ${summary}`])
  },
})

interface ReportFlags {
  readonly case: string
  readonly since?: Date
  readonly person?: string
  readonly language: 'de' | 'en'
  readonly json: boolean
}

export const caseReport = buildCommand<ReportFlags, [], AnlaufContext>({
  docs: {
    brief: 'Situation report, computed from the log',
    fullDescription: 'That it was given out, and its SHA-256, are kept; the words are not.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      since: {
        kind: 'parsed',
        parse: parseTime,
        optional: true,
        brief: 'Tell what happened since then (default: since the declaration)',
        placeholder: 'time',
      },
      person: personFlag,
      language: languageFlag,
      json: jsonFlag,
    },
  },
  async func({ case: caseId, since, person, language, json }) {
    await using stores = await openStores(this)
    const session = await openDeclaredResponse(this, stores, caseId)
    const now = this.now().toISOString()
    const lines = situationLines(session.state, {
      language,
      now,
      ...(since !== undefined && { since: since.toISOString() }),
    })
    const digest = digestOf(lines)
    const by = personOf(this, person)
    await session.execute(
      { command: 'reportSituation', language, digest, person: by },
      signature(this, person),
    )
    if (json) return printJson(this, { case: caseId, digest, lines })
    printLines(this, lines)
  },
})

function digestOf(lines: readonly string[]): string {
  return createHash('sha256')
    .update(`${lines.join('\n')}\n`)
    .digest('hex')
}
