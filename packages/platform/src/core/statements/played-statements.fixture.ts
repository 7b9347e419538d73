import { keyOf, type PlayedFacts } from '../facts/played-facts.fixture.ts'
import { signDecision } from '../updates/index.ts'
import { decideStatements, type StatementCommand } from './decide-statements.ts'
import { evolveStatements } from './evolve-statements.ts'
import { type Finding, findingHash } from './finding.ts'
import { initialStatements, type StatementDesk } from './statement-desk.ts'
import type { StatementEvent } from './statement-events.ts'

/** Findings and statements that go through the real rules, by the people of the played facts. */
export class PlayedStatements {
  desk: StatementDesk
  readonly facts: PlayedFacts

  constructor(facts: PlayedFacts) {
    this.facts = facts
    this.desk = { ...initialStatements(facts.state.id), case: facts.state }
  }

  get now(): Date {
    return new Date(this.facts.now)
  }

  run(command: StatementCommand): this {
    const circumstances = { estate: this.facts.estate, now: this.now }
    return this.believe(...decideStatements(this.desk, command, circumstances))
  }

  believe(...events: readonly StatementEvent[]): this {
    for (const event of events) this.desk = evolveStatements(this.desk, event, this.now.toISOString())
    return this
  }

  finding(more: Partial<Finding> = {}): Finding {
    return {
      tenant: 'nordwind',
      service: 'mail',
      data: 'all',
      harm: 'exfiltration',
      verdict: 'undetermined',
      gaps: { de: 'Protokolle fehlen.', en: 'Logs are missing.' },
      evidence: [],
      asOf: '2026-03-11T10:00:00.000Z',
      ...more,
    }
  }

  /** The command of a person's word; `signer` holds the key. */
  stating(finding: Finding, person = 'forensics', signer = person): StatementCommand {
    const contentHash = findingHash(this.desk.case.id, finding)
    const signature = this.#sign('finding', finding.tenant, contentHash, person, signer)
    return { command: 'state', findings: [{ finding, signature }], person }
  }

  draft(tenant: string, contentHash: string, revision = 1): this {
    return this.run({
      command: 'draft',
      drafts: [{ tenant, revision, contentHash, substance: contentHash }],
    })
  }

  approving(tenant: string, contentHash: string, person: string, signer = person): StatementCommand {
    const signature = this.#sign('statement', tenant, contentHash, person, signer)
    return { command: 'approve', approvals: [{ tenant, contentHash, signature }], person }
  }

  #sign(
    subject: 'finding' | 'statement',
    name: string,
    contentHash: string,
    person: string,
    signer: string,
  ): string {
    const role = this.desk.case.approvers.get(person)?.role ?? ''
    const decision = { case: this.desk.case.id, subject, name, contentHash, person, role }
    return signDecision(decision, keyOf(signer))
  }
}
