import type { Words } from '../estate/index.ts'
import type { Selection } from './selection.ts'

/** Roles of BSI-Standard 200-4, ch. 5, and those a hoster adds; people are named in the roster, never in a plan. */
export const roles = [
  'lead',
  'deputy-lead',
  'management',
  'it',
  'hr',
  'facilities',
  'comms',
  'security',
  'legal',
  'dpo',
  'service-owner',
  'finance',
  'forensics',
  'insurer',
  'counsel',
  'scribe',
  'back-office',
  'task-coordinator',
  'bc-coordinator',
  'containment',
  'restore',
  'investigation',
  'service-desk',
] as const
export type Role = (typeof roles)[number]

/** What must be shown before a gate opens. Each has a producer: an action, or a task that `proves` it. */
export const gateFacts = [
  'isolation-proved',
  'restore-verified',
  'scan-judged',
  'credentials-reset',
  'smoke-tested',
  'claims-consistent',
  'texts-complete',
] as const
export type GateFact = (typeof gateFacts)[number]

/** What a case itself records of its work, by which a task is met without anybody's word. */
const workFacts = [
  'case-declared',
  'alarm-answered',
  'points-chosen',
  'queue-decided',
  'handed-back',
] as const
export type WorkFact = (typeof workFacts)[number]

/** What it records of what was found and said. */
export const saidFacts = [
  'onset-known',
  'staff-told',
  'texts-checked',
  'tenant-examined',
  'duties-met',
  'faq-published',
  'warning-published',
  'windows-named',
  'nothing-to-correct',
] as const
export type SaidFact = (typeof saidFacts)[number]

export const caseFacts = [...workFacts, ...saidFacts] as const
export type CaseFact = WorkFact | SaidFact

/**
 * Who shows that something was said: `log` asks the case's own record of notices, statements, findings and publications,
 * and nobody's word counts; `operator`, as without, a person says so.
 */
export type SaidProof = 'log' | 'operator'

/** The harms that an examination can be about; `core/statements` has the same. */
export const foundHarms = ['encryption', 'access', 'exfiltration', 'deletion', 'loss'] as const
export type FoundHarm = (typeof foundHarms)[number]

/** What a stage waits for a person or a machine to do. `hours` are real hours. */
export type Action =
  | { readonly kind: 'text'; readonly text: Words }
  | {
      readonly kind: 'task'
      readonly text: Words
      readonly assign: Role
      /** Names of the fields that the person fills in; without one a tick is enough. */
      readonly form: readonly string[]
      readonly deadlineHours?: number
      /** The task cannot be ticked without an object in the evidence. */
      readonly needsEvidence: boolean
      readonly proves?: GateFact
      /** The case's own record of it is the proof; then nobody fills in or ticks anything. */
      readonly metBy?: CaseFact
    }
  | {
      readonly kind: 'approve'
      readonly subject: string
      readonly quorum: number
      readonly roles: readonly Role[]
      readonly expiresHours: number
      /** `log`: the signatures under the text or finding of this stage are the ones that count. */
      readonly proof?: SaidProof
    }
  | ChangingAction
  | { readonly kind: 'restore'; readonly select: Selection; readonly layer: Layer }
  | { readonly kind: 'scan'; readonly select: Selection }
  | {
      readonly kind: 'status'
      readonly select: Selection
      readonly to: string
      readonly proof: 'gate' | 'operator'
    }
  | {
      readonly kind: 'publish'
      readonly template: string
      readonly languages: readonly string[]
      readonly nextUpdateHours?: number
      readonly preapproved: boolean
      /** `log`: a publication of exactly this kind, whenever it came. */
      readonly proof?: SaidProof
    }
  | {
      readonly kind: 'notice'
      readonly template: string
      readonly select: Selection
      readonly languages: readonly string[]
      readonly via: readonly ('mail' | 'portal' | 'call' | 'letter')[]
      readonly proof?: SaidProof
    }
  | {
      readonly kind: 'await'
      readonly what: 'acknowledgement' | 'receipt'
      readonly hours: number
      readonly orElse: string
      readonly proof?: SaidProof
    }
  | {
      readonly kind: 'finding'
      readonly question: Words
      /** With it the findings of the case answer the question, tenant by tenant. */
      readonly harm?: FoundHarm
    }

/** Changes a system that is not ours alone: shown before it is done, and with a way back. */
export interface ChangingAction {
  readonly kind: 'isolate' | 'campaign' | 'access'
  readonly select: Selection
  readonly text: Words
  readonly rollback: Words
}

/** The layers of a restore, in their order (`recover.md` §11). */
export const layers = ['base', 'full', 'incrementals', 'sync', 'tenant-areas', 'configuration'] as const
export type Layer = (typeof layers)[number]

export interface Clock {
  /** Id of a duty, or of a promise of our own. */
  readonly duty: string
  readonly start: string
  readonly strictHours: number
  readonly regime: 'law' | 'contract' | 'internal'
}

export interface Stage {
  readonly id: string
  readonly title: Words
  /** Stages that are done before it begins. */
  readonly needs: readonly string[]
  /** One instance of the stage for each; without one there is a single instance. */
  readonly forEach?: Selection
  readonly gate: readonly GateFact[]
  readonly clocks: readonly Clock[]
  readonly actions: readonly Action[]
  /** Clocks of others that its end starts, such as a tenant's own when it has our notice. */
  readonly startsClocks: readonly { readonly duty: string; readonly of: 'provider' | 'tenant' }[]
}

/** Document metadata as BSI-Standard 200-4 ch. 4.4.2 asks for. */
export interface FrontMatter {
  readonly plan: string
  readonly title: Words
  readonly version: string
  readonly type: 'GFP' | 'WAP' | 'WHP' | 'communication' | 'combined'
  readonly author: string
  readonly released?: string
  readonly releasedBy?: string
  readonly nextReview: string
  readonly scope: Words
  readonly tlp: 'RED' | 'AMBER+STRICT' | 'AMBER' | 'GREEN' | 'CLEAR'
  readonly audience: readonly Role[]
  readonly location: string
  readonly retention: string
}

/** An emergency plan: what is done, by which roles, in which order, behind which gates. Frozen. */
export interface EmergencyPlan {
  readonly front: FrontMatter
  /** The event that starts it. */
  readonly on: 'alarm' | 'declared'
  readonly stages: readonly Stage[]
}
