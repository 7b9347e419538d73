import type { ServerResponse } from 'node:http'

/** What a request gets. */
export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** A body, or how to send one. */
  readonly body?: string | Buffer | ((response: ServerResponse) => Promise<void>)
}

/** A request that was turned down: the client reads `text` in the status line, which restic prints. */
export interface Refusal {
  readonly status: number
  readonly code: RefusalCode
  readonly text: string
}

export type RefusalCode =
  | 'appendOnly'
  | 'backDated'
  | 'busy'
  | 'clock'
  | 'exists'
  | 'futureDated'
  | 'hash'
  | 'hold'
  | 'lockLimit'
  | 'method'
  | 'noLength'
  | 'noSpace'
  | 'notFound'
  | 'notOwn'
  | 'notPlanned'
  | 'path'
  | 'quota'
  | 'range'
  | 'readBudget'
  | 'retention'
  | 'role'
  | 'setup'
  | 'shortBody'
  | 'slow'
  | 'snapshotDamaged'
  | 'storage'
  | 'tenant'
  | 'tooLarge'
  | 'unauthenticated'

/** A refusal as a value. ASCII only: it travels in the status line. */
export function refuse(status: number, code: RefusalCode, text: string): Refusal {
  return { status, code, text }
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'code' in value && 'text' in value
}

/** Thrown inside an upload, where a value would have to pass through many hands. */
export class RefusedError extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.text)
    this.name = 'RefusedError'
    this.refusal = refusal
  }
}

/** What a failure of the disk is for the client. */
export function storageRefusal(error: unknown): Refusal {
  const { code, context } = error as { code?: unknown; context?: { system?: unknown } }
  const found = code === 'vault-failed' ? context?.system : code
  const system = typeof found === 'string' ? found : 'unknown'
  if (system === 'ENOSPC' || system === 'EDQUOT')
    return refuse(507, 'noSpace', 'The vault has no space left; nothing was stored')
  if (system === 'ENOENT')
    return refuse(404, 'notFound', 'There is no such repository; a provisioner creates it')
  return refuse(503, 'storage', `The vault cannot write (${system}); nothing was stored`)
}
