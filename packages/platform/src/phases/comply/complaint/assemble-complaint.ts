import type { KeyObject } from 'node:crypto'

import { type CustodySession, openCustody } from '../../../core/custody/index.ts'
import type { Duty } from '../../../core/duties/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { type EvidenceLog, exportFiles } from '../../../core/evidence/index.ts'
import { type FactBase, factSheet } from '../../../core/facts/index.ts'
import { tagsOf } from '../../../core/filings/index.ts'
import { namedCustomer } from '../../../core/updates/index.ts'
import type { Draft } from '../draft.ts'
import type { Standing } from '../formats/plain-text.ts'
import { type FilingDesk, keepDrafts, standingOf } from '../kept-drafts.ts'
import { prepareDrafts } from '../prepare.ts'
import { viewOf } from '../views/index.ts'
import type { Attachment, KeptApart } from './attachment-gate.ts'
import { complaintPackage } from './complaint-package.ts'

export interface ComplaintOrder {
  readonly desk: FilingDesk
  readonly base: FactBase
  readonly duty: Duty
  readonly estate: Estate
  readonly language: 'de' | 'en'
  readonly attachments: readonly Attachment[]
  readonly log: EvidenceLog
  /** The stored lines of the case, in order. */
  readonly lines: AsyncIterable<string>
  readonly signer: { readonly name: string; readonly key: KeyObject; readonly fingerprint: string }
  /** Of the log, in its checkpoints. */
  readonly origin: string
  readonly by: { readonly actor: string; readonly at: string }
}

export interface Complaint {
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly draft: Draft
  readonly standing: Standing
}

/** The complaint as files. That it was made is the last entry of the log in it. Throws `gate-closed`, nothing recorded. */
export async function assembleComplaint(order: ComplaintOrder): Promise<Complaint> {
  const { desk, base, duty, language, attachments, by } = order
  const gate = gateOf(order)
  const made = prepareDrafts(base, duty, { language })
  const custody = await openCustody(order.log, desk.caseId)
  const indicators = factSheet(base, 'own').facts.get('incident.indicators')
  const common = {
    indicators: Array.isArray(indicators?.value) ? indicators.value : [],
    custody: custody.log,
    attachments,
    at: by.at,
  }
  // Refused before anything of it stands in the log.
  for (const draft of made) {
    complaintPackage({
      ...common,
      draft,
      gate,
      standing: await standingOf(desk, duty, draft),
      log: new Map(),
    })
  }
  const [draft] = await keepDrafts(desk, made, by)
  if (draft === undefined) throw new Error('the complaint has one document')
  const standing = await standingOf(desk, duty, draft)
  const log = await originalsLog(order, custody)
  const files = complaintPackage({
    ...common,
    draft,
    standing,
    gate: { ...gate, filings: desk.filings.log },
    log,
  })
  return { files, draft, standing }
}

/** What is kept apart: every notice with the tag that was ever drafted, and counsel's own sentences. */
function gateOf({ desk, base, estate }: ComplaintOrder): Omit<KeptApart, 'into'> {
  const privileged = [...desk.filings.log.revisions.values()].flatMap((revisions) =>
    revisions.flatMap(({ duty, contentHash }) =>
      viewOf(duty)?.privileged === undefined ? [] : [contentHash],
    ),
  )
  const judgements = [...base.log.stated.values()].flatMap(({ field, value }) =>
    field.startsWith('assessment.') && typeof value === 'object' && !Array.isArray(value)
      ? Object.values(value).filter((text) => typeof text === 'string')
      : [],
  )
  const rationales = [...base.known.clocks.proposals.values()].map(({ reason }) => reason)
  return {
    filings: desk.filings.log,
    privileged: new Set(privileged),
    judgements: [...judgements, ...rationales],
    estate,
  }
}

/** The log with what happened to originals in the clear and all else as hashes; that it left is its last entry. */
async function originalsLog(
  { desk, lines, signer, origin, estate, by }: ComplaintOrder,
  custody: CustodySession,
) {
  await custody.execute(
    { command: 'export', signer: signer.fingerprint, originals: [], note: 'criminal complaint' },
    by,
  )
  const stored: string[] = []
  for await (const line of lines) {
    stored.push(line)
    if (stored.length === custody.seq) break
  }
  const mayShow = (line: string): boolean => {
    const entry = JSON.parse(line) as { readonly kind: string; readonly sha256?: string }
    if (!entry.kind.startsWith('original.') || entry.kind === 'original.erasureSigned') return false
    const isFree = [...tagsOf(desk.filings.log, entry.sha256 ?? '')].every((tag) => tag === 'free')
    return isFree && namedCustomer([line], estate) === undefined
  }
  return exportFiles({
    lines: stored,
    isShown: (at) => at === stored.length - 1 || mayShow(stored[at] ?? ''),
    origin,
    signer: { name: signer.name, key: signer.key },
  })
}
