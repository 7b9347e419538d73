import { identifierOf } from './identifiers.ts'

/** A step of a CACAO workflow, as far as plans need it; other fields are kept and not read. */
export interface Step {
  readonly type: string
  readonly name?: string
  readonly description?: string
  readonly on_completion?: string
  readonly on_success?: string
  readonly on_failure?: string
  readonly on_true?: string
  readonly on_false?: string
  readonly next_steps?: readonly string[]
  readonly switch?: string
  readonly condition?: string
  readonly cases?: Readonly<Record<string, string>>
  readonly commands?: readonly {
    readonly type: string
    readonly command?: string
    readonly description?: string
  }[]
  readonly agent?: string
  readonly step_extensions?: Readonly<Record<string, unknown>>
}

/** A CACAO v2.0 playbook (OASIS Committee Specification 01, 27 November 2023). */
export interface Playbook {
  readonly type: 'playbook'
  readonly spec_version: 'cacao-2.0'
  readonly id: string
  readonly name: string
  readonly description?: string
  readonly workflow_start: string
  readonly workflow: Readonly<Record<string, Step>>
  readonly playbook_extensions?: Readonly<Record<string, unknown>>
}

/** Our fields that CACAO has no place for; whoever does not know them reads a plain playbook. */
export const extension = `extension-definition--${identifierOf('anlauf emergency plan v1')}`
