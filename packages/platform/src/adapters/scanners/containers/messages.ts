import type { UnknownCause } from '../../../phases/recover/index.ts'
import type { ContainerLimits } from './limits.ts'

/** Where the bytes of a content are. */
export type Payload = { readonly bytes: Uint8Array } | { readonly file: string }

/** The SHA-256 of a member, and where it lies in the container. */
export interface MemberOf {
  readonly key: string
  readonly place: string
}

/** What the thread is told. `more` follows each batch, when its members are judged. */
export type ToThread =
  | {
      readonly kind: 'split'
      readonly content: Payload
      readonly limits: ContainerLimits
      readonly scratch: string
    }
  | { readonly kind: 'more' }

/** What it answers. */
export type FromThread =
  | { readonly kind: 'members'; readonly members: readonly (Payload & MemberOf)[] }
  | { readonly kind: 'end'; readonly problems: readonly UnknownCause[] }
  /** The scratch folder's disk is full, or it is not there any more. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
