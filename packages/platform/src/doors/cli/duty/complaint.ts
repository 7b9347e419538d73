import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import { openCustody } from '../../../core/custody/index.ts'
import { exportFiles } from '../../../core/evidence/index.ts'
import { factSheet } from '../../../core/facts/index.ts'
import { tagsOf } from '../../../core/filings/index.ts'
import { namedCustomer } from '../../../core/updates/index.ts'
import {
  complaintPackage,
  type KeptApart,
  missingIn,
  prepareDrafts,
  viewOf,
} from '../../../phases/comply/index.ts'
import { readInputFile } from '../access/input-file.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { refuseUsed, writeFolder } from '../evidence/export-folder.ts'
import { evidenceKey, originOf, signerName } from '../evidence/key.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { type DutyDesk, dutyFlags, type DutyFlags, openDutyDesk } from './access.ts'
import { keepDrafts, standingOf } from './kept.ts'
import { maxDocument } from './tag.ts'

interface ComplaintFlags extends DutyFlags {
  readonly to: string
  readonly attach?: readonly string[]
}

export const dutyComplaint = buildCommand<ComplaintFlags, [], AnlaufContext>({
  docs: {
    brief: 'The criminal complaint as a folder: facts, evidence list with hashes, indicators, verifier',
    fullDescription:
      'Attachments go with it only when legal or dpo called them free, or two people consented. Of the log only the entries about originals are shown, the rest as hashes; verify.sh checks it with sh, coreutils and openssl. Nothing is sent.',
  },
  parameters: {
    flags: {
      ...dutyFlags,
      to: { kind: 'parsed', parse: String, brief: 'New folder to write into', placeholder: 'folder' },
      attach: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'File that goes with it (repeatable)',
        placeholder: 'file',
      },
    },
  },
  async func(flags) {
    const folder = resolve(flags.to)
    refuseUsed(folder)
    const attachments = (flags.attach ?? []).map((file) => ({
      name: basename(file),
      bytes: readInputFile(file, { what: 'attachment', maxBytes: maxDocument }),
    }))
    await using desk = await openDutyDesk(this, flags)
    const duty = desk.duty('stpo-158')
    const base = desk.base()
    const made = prepareDrafts(base, duty, { language: flags.language })
    const [draft] = await keepDrafts(this, desk, made)
    if (draft === undefined) return
    const { filings } = desk
    const gate = gateOf(desk, base)
    const indicators = factSheet(base, 'own').facts.get('incident.indicators')
    const list = Array.isArray(indicators?.value) ? indicators.value : []
    const parts = {
      draft,
      standing: await standingOf(desk, duty, draft),
      gate,
      custody: (await openCustody(desk.stores.log, flags.case)).log,
      indicators: list,
      attachments,
      at: this.now().toISOString(),
    }
    // Refused before anything of it stands in the log.
    complaintPackage({ ...parts, log: new Map() })
    const log = await originalsLog(this, desk, flags.case)
    const files = complaintPackage({ ...parts, gate: { ...gate, filings: filings.log }, log })
    await writeFolder(folder, new Map(), (fresh) => {
      for (const [name, bytes] of files) {
        mkdirSync(dirname(join(fresh, name)), { recursive: true, mode: 0o700 })
        writeFileSync(join(fresh, name), bytes, { flag: 'wx', mode: 0o600, flush: true })
      }
      return Promise.resolve()
    })
    const missing = missingIn(draft)
    if (flags.json) {
      return printJson(this, {
        folder,
        files: [...files.keys()],
        status: parts.standing.approvedBy === undefined ? 'draft for counsel' : 'approved',
        missing: missing.map(({ key, label }) => ({ key, label })),
      })
    }
    printLines(this, [
      `${counted(files.size, 'file')} written to ${folder}`,
      parts.standing.approvedBy === undefined
        ? '  a draft for counsel: let it be signed with "anlauf duty approve --duty stpo-158" and write it again'
        : `  approved by ${parts.standing.approvedBy.join(', ')}`,
      ...(missing.length === 0 ? [] : [`  missing: ${missing.map(({ label }) => label).join(', ')}`]),
      `To verify: cd ${folder} && sha256sum -c SHA256SUMS && cd log && sh verify.sh`,
    ])
  },
})

/** What is kept apart: every notice with the tag that was ever drafted, and counsel's own sentences. */
function gateOf(desk: DutyDesk, base: ReturnType<DutyDesk['base']>): Omit<KeptApart, 'into'> {
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
    estate: desk.estate,
  }
}

/** The log with what happened to originals in the clear and all else as hashes; that it left is its last entry. */
async function originalsLog(
  context: AnlaufContext,
  desk: DutyDesk,
  caseId: string,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { key, fingerprint } = evidenceKey(context)
  const custody = await openCustody(desk.stores.log, caseId)
  await custody.execute(
    { command: 'export', signer: fingerprint, originals: [], note: 'criminal complaint' },
    signature(context),
  )
  const lines: string[] = []
  for await (const line of desk.stores.lines(caseId)) {
    lines.push(line)
    if (lines.length === custody.seq) break
  }
  return exportFiles({
    lines,
    isShown: (at) => at === lines.length - 1 || mayShow(lines[at] ?? '', desk),
    origin: originOf(caseId),
    signer: { name: signerName, key },
  })
}

function mayShow(line: string, { filings, estate }: DutyDesk): boolean {
  const entry = JSON.parse(line) as { readonly kind: string; readonly sha256?: string }
  if (!entry.kind.startsWith('original.') || entry.kind === 'original.erasureSigned') return false
  const isFree = [...tagsOf(filings.log, entry.sha256 ?? '')].every((tag) => tag === 'free')
  return isFree && namedCustomer([line], estate) === undefined
}
