import { createPublicKey } from 'node:crypto'

import { keyFingerprint, merkleProver, signCheckpoint } from '../../../core/evidence/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { readStatement, sealNames, type SignedStatement } from '../../../core/publication/index.ts'
import { openDesk } from '../../../core/updates/index.ts'
import { bundleSite } from '../../../phases/inform/index.ts'
import type { Stores } from '../access/stores.ts'
import type { AnlaufContext } from '../context.ts'
import { evidenceKey, originOf, signerName } from '../evidence/key.ts'
import { printOnce } from './print-once.ts'
import { publicationKey, publicationKeys } from './publication-keys.ts'
import { seriesOf } from './series.ts'

/** How long an edition may be taken for the present state: one missed night of the timer, no more. */
const openMs = 36 * 3_600_000
/** The last edition of a closed case is its archive. */
const closedMs = 10 * 365 * 86_400_000

export interface MakeOptions {
  readonly caseId: string
  readonly estate: Estate
  readonly validForMs?: number | undefined
  /** Number of an edition made elsewhere: the next one is above it. */
  readonly after?: number | undefined
  readonly url?: string | undefined
  readonly outside?: string | undefined
  readonly isBusy?: boolean | undefined
}

/** What an edition is made with: the keys and numbers of a home, and what time it is there. */
export type PublishingContext = Pick<AnlaufContext, 'home' | 'now' | 'process'>
type CaseLog = Pick<Stores, 'log' | 'lines'>

/** Renders, numbers and signs the site of a case, and keeps its manifest in the home. */
export async function makeBundle(context: PublishingContext, stores: CaseLog, options: MakeOptions) {
  const { caseId, estate, validForMs, after, url, outside, isBusy } = options
  const series = seriesOf(context, caseId)
  // Before anything is read: of two that are made at once the one with the higher number knows no less.
  const sequence = series.takeNumber(after)
  // Before the desk is read: every entry of the checkpoint is on the pages.
  const log = await checkpointOf(context, stores, caseId)
  const { desk } = await openDesk(stores.log, caseId, estate)
  const { key, fingerprint, isNew } = publicationKey(context)
  const { statements } = publicationKeys(context)
  refuseRevoked(fingerprint, statements)
  const now = context.now()
  const isClosed = desk.case.status === 'closed'
  const made = bundleSite(desk, estate, {
    now,
    sequence,
    validUntil: new Date(now.getTime() + (validForMs ?? (isClosed ? closedMs : openMs))),
    previous: series.last?.sha256,
    log,
    key,
    url,
    outside,
    isBusy,
    print: printOnce,
    statements,
  })
  series.keep(made.files.get(sealNames.manifest) ?? Buffer.alloc(0))
  return { ...made, desk, fingerprint, isNewKey: isNew }
}

/** After a revocation that broke off, or in a copy of the home from before: every reader would refuse the edition. */
function refuseRevoked(fingerprint: string, statements: readonly SignedStatement[]): void {
  const said = statements.flatMap(({ bytes }) => readStatement(bytes) ?? [])
  if (!said.some((one) => one.kind === 'revoke' && one.fingerprint === fingerprint)) return
  throw new AnlaufError(
    'not-permitted',
    `The key ${fingerprint.slice(0, 16)}… of this home was taken back.`,
    {
      hint: 'Finish it with the offline key, which vouches for a new one: anlauf site key revoke --root FILE --reason TEXT',
    },
  )
}

async function checkpointOf(context: PublishingContext, stores: CaseLog, caseId: string) {
  const prover = merkleProver()
  for await (const line of stores.lines(caseId)) prover.add(line)
  const { key } = evidenceKey(context)
  const state = { origin: originOf(caseId), size: prover.size, root: prover.root() }
  const checkpoint = signCheckpoint(state, { name: signerName, key })
  return { checkpoint, key: keyFingerprint(createPublicKey(key)) }
}
