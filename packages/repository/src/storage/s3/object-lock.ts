import { RepositoryError } from '../../error.ts'

/** How long new files may not be deleted, and whether a privileged account may end that earlier. */
export interface ObjectLock {
  readonly mode: 'GOVERNANCE' | 'COMPLIANCE'
  readonly days: number
}

/** Reads `governance:30d` or `compliance:30d`. Throws `invalid-argument`. */
export function parseObjectLock(text: string): ObjectLock {
  const [, mode = '', days = ''] = /^(governance|compliance):(\d{1,5})d$/i.exec(text) ?? []
  if (Number(days) >= 1) return { mode: mode.toUpperCase() as ObjectLock['mode'], days: Number(days) }
  throw new RepositoryError('invalid-argument', 'The option s3.object-lock has a value it cannot have.', {
    hint: 'Write compliance:30d (nobody can delete for 30 days) or governance:30d (a privileged account can).',
  })
}

/** The headers that lock an object while it is written. */
export function retentionHeaders(lock: ObjectLock | undefined, now: Date): Record<string, string> {
  if (lock === undefined) return {}
  return {
    'x-amz-object-lock-mode': lock.mode,
    'x-amz-object-lock-retain-until-date': retainUntil(lock, now).toISOString(),
  }
}

/** When a lock that begins now ends. */
export function retainUntil({ days }: ObjectLock, now: Date): Date {
  return new Date(now.getTime() + days * 24 * 60 * 60 * 1_000)
}
