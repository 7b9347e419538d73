import type { Database } from './database.ts'

/** Notices of one case, from the moment of `watch` on. */
export interface CaseWatch extends Disposable {
  /**
   * Resolves with true when entries may have been appended since the last call, at once if that happened in
   * between; with false after `timeoutMs`, or when the signal is aborted.
   */
  changed(options: { readonly timeoutMs: number; readonly signal?: AbortSignal }): Promise<boolean>
}

/** Who wants to know at once that a case has new entries. */
export interface EvidenceSignal extends AsyncDisposable {
  watch(caseId: string): CaseWatch
}

/**
 * Hears of new entries through the database, whichever process appended them. A notice says "look", nothing more:
 * the log itself is the truth, and a notice may come without anything new.
 */
export async function evidenceSignal(database: Database): Promise<EvidenceSignal> {
  const watchers = new Map<string, Set<() => void>>()
  const listener = await database.listen('anlauf_evidence', (caseId) => {
    const woken = caseId === undefined || caseId === '' ? [...watchers.values()] : [watchers.get(caseId)]
    for (const set of woken) for (const wake of set ?? []) wake()
  })
  return {
    watch(caseId) {
      let hasNews = false
      let wakeUp: (() => void) | undefined
      const wake = (): void => {
        hasNews = true
        wakeUp?.()
      }
      const ofCase = watchers.get(caseId) ?? new Set()
      watchers.set(caseId, ofCase.add(wake))
      return {
        async changed({ timeoutMs, signal }) {
          if (!hasNews && signal?.aborted !== true) {
            await new Promise<void>((resolve) => {
              const timer = setTimeout(done, timeoutMs)
              function done(): void {
                clearTimeout(timer)
                signal?.removeEventListener('abort', done)
                wakeUp = undefined
                resolve()
              }
              wakeUp = done
              signal?.addEventListener('abort', done)
            })
          }
          const had = hasNews
          hasNews = false
          return had
        },
        [Symbol.dispose]() {
          ofCase.delete(wake)
          if (ofCase.size === 0 && watchers.get(caseId) === ofCase) watchers.delete(caseId)
        },
      }
    },
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  }
}
