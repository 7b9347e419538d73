import type { Words } from '../../estate/index.ts'
import type { ContentKind } from '../../messages/index.ts'
import type { Audience, Tlp } from './audience.ts'

/** A part of a skeleton as somebody wrote it, or as the desk made it from records. */
export interface Part {
  /** Its name in the skeleton; of a question `topic/name`. */
  readonly part: string
  readonly text: Words
}

/** When a service is meant to start again. Never a promise. */
export interface RestartWindow {
  readonly service: string
  readonly from: string
  readonly to: string
  readonly status: 'tentative' | 'confirmed'
}

/** What a release rests on: for how many customers, and SHA-256 over what was signed for them. */
export interface ReleaseProof {
  readonly released: number
  readonly total: number
  readonly sha256: string
}

/** Words of the estate that facts are told with; signed with the text, so that nobody needs the estate to check it. */
export interface Names {
  readonly timeZone: string
  readonly services: Readonly<Record<string, Words>>
}

/** Everything a draft carries beside its text and times; which of it, its kind decides. */
export interface Content {
  readonly kind: ContentKind
  readonly parts?: readonly Part[]
  readonly audience?: Audience
  readonly tlp?: Tlp
  /** Of a text for tenants: for whom; absent: for all that are affected. */
  readonly tenants?: readonly string[]
  readonly names?: Names
  /** Of a text that is approved beforehand: until when the approval is good. */
  readonly goodUntil?: string
  /** Of an explainer: what it is about; a later one on the same topic takes its page. */
  readonly topic?: string
  /** Of a release: the service, and for whom. */
  readonly service?: string
  readonly scope?: 'all' | 'subset' | 'rework'
  readonly proof?: ReleaseProof
  readonly windows?: readonly RestartWindow[]
  /** Of a resource notice: when it is looked at again. */
  readonly reviewBy?: string
  /** Of an automatic reply: where the site is. */
  readonly page?: string
}
