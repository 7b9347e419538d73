import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'

import { cleanRun } from '../case/clean-run.fixture.ts'
import { type CaseEvent, type Command, decide, isRefusal } from '../case/index.ts'
import { type EmergencyPlan, parseEmergencyPlan } from '../emergency-plan/index.ts'
import { type Estate, parseEstate } from '../estate/index.ts'
import { type Entry, publicPem, sealEntries, emptyChain } from '../evidence/index.ts'
import {
  afterEntry,
  decideResponse,
  findStanding,
  initialResponse,
  isResponseRefusal,
  type ResponseCommand,
  type ResponseRefusal,
  responseDraftOf,
  type ResponseState,
  signContent,
  signedContent,
  scopeOf,
  stageContentHash,
  type StageStatus,
  standingsOf,
} from './index.ts'

const shipped = (name: string): string =>
  readFileSync(new URL(`../../../../../examples/${name}`, import.meta.url), 'utf8')

export function planFrom(text: string): EmergencyPlan {
  const parsed = parseEmergencyPlan(text, 'plan.yaml')
  if ('plan' in parsed) return parsed.plan
  throw new Error(JSON.stringify(parsed.problems[0]))
}

export const readyPlan = planFrom(shipped('plans/ransomware-hoster.yaml'))
export const estate: Estate = (() => {
  const parsed = parseEstate(shipped('estate.yaml'), 'estate.yaml')
  if ('estate' in parsed) return parsed.estate
  throw new Error(JSON.stringify(parsed.problems[0]))
})()

const keys = new Map<string, KeyObject>()

/** Everybody's key, made once: to make one takes longer than most tests. */
export function keyOf(person: string): KeyObject {
  const known = keys.get(person) ?? generateKeyPairSync('ed25519').privateKey
  keys.set(person, known)
  return known
}

/** A case in memory that is played command by command; every event goes through the form it has in the log. */
export class Played {
  state: ResponseState
  readonly entries: Entry[] = []
  #head = emptyChain
  /** Simulated. */
  now: string

  constructor({ id = 'c1', now = '2026-03-11T06:00:00.000Z' }: { id?: string; now?: string } = {}) {
    this.state = initialResponse(id)
    this.now = now
  }

  append(events: readonly (CaseEvent | Parameters<typeof responseDraftOf>[0])[]): void {
    const by = { actor: 'test', at: this.now }
    const sealed = sealEntries(
      this.state.case.id,
      this.#head,
      events.map((event) => responseDraftOf(event, by)),
    )
    this.#head = sealed.head
    for (const entry of sealed.entries) {
      // As it comes back from a database.
      const read = JSON.parse(JSON.stringify(entry)) as Entry
      this.entries.push(read)
      this.state = afterEntry(this.state, read)
    }
  }

  run(command: Command): this {
    const result = decide(this.state.case, command, this.now)
    if (isRefusal(result)) throw new Error(`${result.message} ${result.hint}`)
    this.append(result)
    return this
  }

  /** Undefined when it happened. */
  tries(command: ResponseCommand): ResponseRefusal | undefined {
    const result = decideResponse(this.state, command, { now: this.now })
    if (isResponseRefusal(result)) return result
    this.append(result)
    return undefined
  }

  does(command: ResponseCommand): this {
    const refusal = this.tries(command)
    if (refusal !== undefined) throw new Error(`${refusal.message} ${refusal.hint}`)
    return this
  }

  later(hours: number): this {
    this.now = new Date(Date.parse(this.now) + hours * 3_600_000).toISOString()
    return this
  }

  registers(person: string, role: string): this {
    const publicKey = publicPem(createPublicKey(keyOf(person)))
    return this.run({ command: 'registerApprover', person, role, publicKey })
  }

  signature(stage: string, person: string, intent: 'done' | 'skip' = 'done'): ResponseCommand {
    const found = findStanding(this.state, stage, this.now)
    if ('refused' in found) throw new Error(found.message)
    const contentHash = stageContentHash(this.state, found.instance, found.round, intent)
    const role = this.state.case.approvers.get(person)?.role ?? ''
    const content = signedContent(this.state, { subject: stage, intent, contentHash, person, role })
    const signature = signContent(content, keyOf(person))
    return { command: 'signStage', stage, intent, contentHash, person, signature }
  }

  status(key: string): StageStatus | undefined {
    return standingsOf(this.state, this.now)
      .get(key.split('@')[0] ?? '')
      ?.get(key)?.status
  }
}

/** The example provider, declared, with a plan adopted. */
export function adopted(
  plan: EmergencyPlan = readyPlan,
  { systems = estate.systems.map(({ id }) => id), of = estate }: { systems?: string[]; of?: Estate } = {},
): Played {
  const played = new Played().run({
    command: 'declare',
    title: 'x',
    exercise: true,
    tenants: of.tenants.map(({ id }) => id),
    services: of.services.map(({ id }) => id),
    systems,
  })
  return played.does({ command: 'adoptPlan', plan, elements: scopeOf(of, systems), person: 'lea' })
}

/** What the engine reports about a tenant until it is scanned. */
export function recovered(unit: string): Command {
  return { command: 'record', facts: cleanRun(unit, { files: 3, bytes: 30 }) }
}
