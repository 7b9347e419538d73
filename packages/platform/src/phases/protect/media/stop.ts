import { AnlaufError } from '../../../core/failure.ts'

/** Throws `aborted` once the signal has fired. */
export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return
  throw new AnlaufError('aborted', 'The work on the medium was stopped.', {
    hint: 'Volumes that were finished are kept. Run the same command again to go on.',
    retry: 'now',
    cause: signal.reason,
  })
}
