import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { buildCommand } from '@stricli/core'

import { clocksOf } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { filingName } from '../../../core/filings/index.ts'
import {
  type Draft,
  draftFindings,
  firstNotices,
  markdown,
  missingIn,
  plainText,
  prepareDrafts,
  printPage,
  sha256Of,
  type Standing,
  undecidedIn,
} from '../../../phases/comply/index.ts'
import { signature } from '../case/access.ts'
import { nowOf } from '../clocks/access.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { type DutyDesk, dutyFlags, type DutyFlags, openDutyDesk, requireTenants } from './access.ts'
import { draftJson } from './json.ts'
import { keepDrafts, keptDrafts, standingOf } from './kept.ts'

const formats = ['text', 'markdown', 'html'] as const
type Format = (typeof formats)[number]

interface DraftFlags extends DutyFlags {
  readonly duty?: string
  readonly first: boolean
  readonly tenant?: readonly string[]
  readonly group?: string
  readonly format: Format
  readonly out?: string
}

export const dutyDraft = buildCommand<DraftFlags, [], AnlaufContext>({
  docs: {
    brief: 'Make the document of a duty from the facts: what is missing, what changed, ready to copy',
    fullDescription:
      'A draft for counsel until the people of the duty approved exactly this content. Nothing is sent. With --first: everything that is due now and was not handed in yet. Several documents go into a folder with --out.',
  },
  parameters: {
    flags: {
      ...dutyFlags,
      duty: { kind: 'parsed', parse: String, optional: true, brief: 'Id of the duty', placeholder: 'id' },
      first: { kind: 'boolean', default: false, brief: 'All first notices that are due now' },
      tenant: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Only for this tenant (repeatable)',
        placeholder: 'id',
      },
      group: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Of a letter: the group of persons',
        placeholder: 'name',
      },
      format: {
        kind: 'enum',
        values: formats,
        default: 'text',
        brief: 'text (for portals), markdown or html',
      },
      out: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Folder to write into',
        placeholder: 'folder',
      },
    },
  },
  async func(flags) {
    if ((flags.duty === undefined) === !flags.first) {
      throw new AnlaufError('input-invalid', 'Which document?', {
        hint: 'Give --duty ID, or --first for everything that is due now. See "anlauf duty overview".',
      })
    }
    await using desk = await openDutyDesk(this, flags)
    requireTenants(desk, flags.tenant ?? [])
    const made = await draftsOf(this, desk, flags)
    if (made.length === 0) {
      throw new AnlaufError('nothing-to-do', 'No document is due.', {
        hint: 'See which duties wait and for what: anlauf duty overview.',
      })
    }
    const drafts = await keepDrafts(this, desk, made)
    if (flags.out !== undefined) return await writeAll(this, desk, drafts, flags)
    const [draft] = drafts
    if (draft === undefined || drafts.length > 1) {
      if (flags.json) {
        return printJson(this, { drafts: drafts.map((one) => shortJson(one)) })
      }
      return printLines(this, [
        `${counted(drafts.length, 'document')} drafted. Read one with --duty and --tenant, or write all with --out FOLDER.`,
        ...drafts
          .slice(0, 20)
          .map((one) => `  ${filingName(one)}: ${counted(missingIn(one).length, 'required answer')} missing`),
        ...(drafts.length > 20 ? [`  … and ${drafts.length - 20} more`] : []),
      ])
    }
    const standing = await standingOf(desk, desk.duty(draft.duty), draft)
    const findings = draftFindings(draft, desk.estate, this.now())
    if (flags.json) return printJson(this, draftJson(draft, standing, findings))
    const text = rendered(draft, standing, flags.format)
    await keepApart(this, desk, draft, text)
    this.process.stdout.write(text)
    for (const { problem, key, detail } of findings) {
      this.process.stderr.write(`Look at [${key}]: ${problem}: ${detail}\n`)
    }
  },
})

async function draftsOf(
  context: AnlaufContext,
  desk: DutyDesk,
  { duty: id, tenant: tenants, group, language }: DraftFlags,
): Promise<readonly Draft[]> {
  const base = desk.base()
  const clocks = clocksOf(desk.facts.clocks, nowOf(context))
  const options = { language, clocks, ...(tenants && { tenants }), ...(group !== undefined && { group }) }
  if (id === undefined) return firstNotices(clocks).flatMap((duty) => prepareDrafts(base, duty, options))
  const duty = desk.duty(id)
  const since = id === 'gdpr-33-4' ? await submittedBefore(desk) : undefined
  return prepareDrafts(base, duty, { ...options, ...(since && { since }) })
}

/** What the authority holds: the last report or supplement whose content was recorded with its submission. */
async function submittedBefore(desk: DutyDesk): Promise<Draft | undefined> {
  const payload = (desk.facts.clocks.submissions.get('gdpr-33-1') ?? [])
    .flatMap((one) => one.payload ?? [])
    .at(-1)
  return payload === undefined ? undefined : (await keptDrafts(desk, [{ contentHash: payload }])).get(payload)
}

function rendered(draft: Draft, standing: Standing, format: Format): string {
  if (format === 'html') return printPage(draft, standing)
  return format === 'markdown' ? markdown(draft, standing) : plainText(draft, standing)
}

/** What leaves as a file of a notice that is kept apart is known by its hash before it leaves. */
async function keepApart(
  context: AnlaufContext,
  desk: DutyDesk,
  { privileged, ...draft }: Draft,
  text: string,
): Promise<void> {
  if (privileged === undefined) return
  const document = sha256Of(Buffer.from(text))
  await desk.filings.execute(
    { command: 'tag', document, tag: privileged, label: filingName(draft) },
    signature(context),
  )
}

const suffix = { text: 'txt', markdown: 'md', html: 'html' } as const

async function writeAll(
  context: AnlaufContext,
  desk: DutyDesk,
  drafts: readonly Draft[],
  { out = '', format, json }: DraftFlags,
): Promise<void> {
  const files: string[] = []
  try {
    mkdirSync(out, { recursive: true, mode: 0o700 })
    for (const draft of drafts) {
      const standing = await standingOf(desk, desk.duty(draft.duty), draft)
      const file = join(out, `${filingName(draft).replaceAll(/[ :@]/g, '_')}.${suffix[format]}`)
      const text = rendered(draft, standing, format)
      await keepApart(context, desk, draft, text)
      writeFileSync(file, text, { mode: 0o600 })
      files.push(file)
    }
  } catch (cause) {
    throw new AnlaufError('write-failed', `The documents cannot be written to ${out}.`, {
      hint: `${counted(files.length, 'file')} lie there; check the folder and its space and run it again.`,
      retry: 'later',
      cause,
    })
  }
  if (json) return printJson(context, { written: files })
  printLines(context, [`${counted(files.length, 'document')} written to ${out}.`])
}

function shortJson(draft: Draft): unknown {
  return {
    filing: filingName(draft),
    duty: draft.duty,
    tenant: draft.tenant,
    group: draft.group,
    missing: missingIn(draft).map(({ key, field }) => ({ key, field })),
    undecided: undecidedIn(draft).map(({ key, field }) => ({ key, field })),
  }
}
