import type { ScopeElement } from './scope/scope.ts'

/** The plan that a case follows, and what it is about. Long content comes in parts: an entry of the log has a bound. */
export type PlanEvent =
  | {
      /** In force from its last part on. */
      readonly type: 'plan.adopted'
      readonly plan: string
      readonly version: string
      /** Of the whole plan, as `anlauf plan check` prints it. */
      readonly digest: string
      readonly part: number
      readonly parts: number
      /** Of the plan file, tidied. */
      readonly text: string
    }
  | {
      /** Another text for a running case; in force when two people have signed it. */
      readonly type: 'plan.proposed'
      readonly plan: string
      readonly version: string
      readonly digest: string
      /** The plan that it replaces. */
      readonly base: string
      readonly part: number
      readonly parts: number
      readonly text: string
      readonly reason: string
      readonly person: string
    }
  | {
      readonly type: 'plan.approved'
      readonly digest: string
      readonly contentHash: string
      readonly person: string
      readonly role: string
      readonly keyId: string
      readonly signature: string
    }
  | {
      /** In force from its last part on; replaces what was stated before. */
      readonly type: 'scope.stated'
      /** SHA-256 over all elements. */
      readonly digest: string
      readonly part: number
      readonly parts: number
      readonly elements: readonly ScopeElement[]
    }
