import type { Intent, StageEvent } from './stage-events.ts'

/** When and by whom something was said about a stage, and what the stage asked then. */
export interface Said {
  readonly seq: number
  readonly at: string
  readonly person: string
  readonly definition: string
}

export interface Filled extends Said {
  readonly values: Readonly<Record<string, string>>
  readonly evidence: readonly string[]
}

export interface StageSignature extends Said {
  readonly intent: Intent
  readonly contentHash: string
  readonly role: string
  readonly keyId: string
}

/** All that people said about one instance of a stage; only the last word of each kind counts. */
export interface StageRecord {
  readonly started?: Said
  /** By task, from 1 on. */
  readonly filled: ReadonlyMap<number, Filled>
  /** Genuine signatures only. */
  readonly signatures: readonly StageSignature[]
  readonly ended?: Said & {
    readonly kind: 'done' | 'skipped' | 'failed'
    readonly reason?: string
    readonly evidence: readonly string[]
  }
  readonly reopened?: Said & { readonly reason: string }
}

export const emptyRecord: StageRecord = { filled: new Map(), signatures: [] }

/** The record after an event. A start after a failure is a new try; what was filled in before stays. */
export function recorded(
  record: StageRecord,
  event: StageEvent,
  { seq, at }: { readonly seq: number; readonly at: string },
): StageRecord {
  const said: Said = { seq, at, person: event.person, definition: event.definition }
  switch (event.type) {
    case 'stage.started': {
      const { ended, ...rest } = record
      return { ...rest, ...(ended !== undefined && ended.kind !== 'failed' && { ended }), started: said }
    }
    case 'stage.filled': {
      const { task, values, evidence } = event
      return { ...record, filled: new Map(record.filled).set(task, { ...said, values, evidence }) }
    }
    case 'stage.approved': {
      const { intent, contentHash, role, keyId } = event
      return {
        ...record,
        signatures: [...record.signatures, { ...said, intent, contentHash, role, keyId }],
      }
    }
    case 'stage.done': {
      const { note, evidence } = event
      return {
        ...record,
        ended: { ...said, kind: 'done', ...(note !== undefined && { reason: note }), evidence },
      }
    }
    case 'stage.skipped':
      return { ...record, ended: { ...said, kind: 'skipped', reason: event.reason, evidence: [] } }
    case 'stage.failed':
      return { ...record, ended: { ...said, kind: 'failed', reason: event.reason, evidence: [] } }
    case 'stage.reopened': {
      const { ended: _ended, started: _started, ...rest } = record
      return { ...rest, reopened: { ...said, reason: event.reason } }
    }
  }
}
