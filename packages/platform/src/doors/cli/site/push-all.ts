import { setTimeout as wait } from 'node:timers/promises'

import { RepositoryError } from '@anlauf/repository'

import {
  type Bundle,
  type CheckedCopy,
  checkCopy,
  openHost,
  type PublishedCopy,
  type Pushed,
  webCopy,
} from '../../../adapters/site-hosts/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { SiteTarget } from './targets-file.ts'

/** What became of one target. */
export interface TargetResult {
  readonly name: string
  readonly to: string
  readonly url: string | undefined
  readonly outcome: 'shown' | 'dry-run' | 'failed'
  readonly pushed: Pushed | undefined
  /** What was fetched back from where readers look. */
  readonly checked: CheckedCopy | undefined
  readonly error: { readonly code: string; readonly message: string; readonly hint: string } | undefined
}

export interface PushAllOptions {
  /** The fingerprint that readers know. */
  readonly pinned: string
  readonly now: () => Date
  readonly isDryRun: boolean
  readonly overForeign?: boolean
  readonly signal: AbortSignal
  readonly onFile?: (target: string, done: number, total: number, bytes: number) => void
  /** How long a host may go on showing what it kept of the edition before. */
  readonly patienceMs?: number
}

/** Pushes to all targets side by side: a slow or broken one holds up no other. */
export function pushAll(
  bundle: Bundle,
  targets: readonly SiteTarget[],
  options: PushAllOptions,
): Promise<readonly TargetResult[]> {
  return Promise.all(targets.map((target) => pushOne(bundle, target, options)))
}

async function pushOne(bundle: Bundle, target: SiteTarget, options: PushAllOptions): Promise<TargetResult> {
  const { name, to, url, env } = target
  const result = { name, to, url, pushed: undefined, checked: undefined, error: undefined }
  try {
    refuseOtherKind(bundle, target)
    await using host = openHost(target, env, options.signal)
    const pushed = await host.push(bundle, {
      isDryRun: options.isDryRun,
      overForeign: options.overForeign ?? false,
      signal: options.signal,
      onFile: (done, total, bytes) => options.onFile?.(name, done, total, bytes),
    })
    if (options.isDryRun) return { ...result, outcome: 'dry-run', pushed }
    const checked = await fetchedBack(
      bundle,
      url === undefined ? host.copy : webCopy(url, { allowsPrivate: true }),
      options,
    )
    return { ...result, outcome: checked.problems.length === 0 ? 'shown' : 'failed', pushed, checked }
  } catch (error) {
    options.signal.throwIfAborted()
    return { ...result, outcome: 'failed', error: saidOf(error) }
  }
}

/** The one place where an exercise is kept from real readers, and real words from a place of exercises. */
function refuseOtherKind({ manifest }: Bundle, { name, exercise }: SiteTarget): void {
  if (manifest.exercise === exercise) return
  throw new AnlaufError(
    'not-permitted',
    exercise
      ? `The target ${name} is for exercises; this site is real.`
      : `This site is an exercise; the target ${name} is read by real people.`,
    {
      hint: 'Name a target of the right kind; "exercise": true marks one for exercises. Nothing was written there.',
    },
  )
}

/** As readers get it, until the host shows the new edition or patience ends. */
async function fetchedBack(
  { sha256 }: Bundle,
  copy: PublishedCopy,
  { pinned, now, signal, patienceMs = 90_000 }: PushAllOptions,
): Promise<CheckedCopy> {
  const until = Date.now() + patienceMs
  for (;;) {
    const checked = await checkCopy(copy, { pinned, now: now(), signal })
    if (checked.sha256 === sha256) return checked
    if (Date.now() >= until) {
      const message = `${copy.place} still shows edition ${checked.manifest.sequence} of ${checked.manifest.generatedAt}.`
      return { ...checked, problems: [{ kind: 'rolled-back', message }] }
    }
    await wait(2_000, undefined, { signal })
  }
}

function saidOf(error: unknown): TargetResult['error'] {
  if (error instanceof AnlaufError || error instanceof RepositoryError) {
    const { code, message, hint } = error
    return { code, message, hint }
  }
  const { code, message } = error as NodeJS.ErrnoException
  return {
    code: 'write-failed',
    message: `It cannot be written: ${code ?? message}.`,
    hint: 'Check the folder, its owner and whether its file system knows links.',
  }
}
