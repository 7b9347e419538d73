import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { buildCommand } from '@stricli/core'

import { renderDocument } from '../../../adapters/documents/index.ts'
import { type Clock, clocksOf } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { filingName } from '../../../core/filings/index.ts'
import {
  type Draft,
  draftDocument,
  draftFindings,
  firstNotices,
  keepDrafts,
  keepFileApart,
  markdown,
  missingIn,
  plainText,
  prepareDrafts,
  printPage,
  sinceOf,
  type Standing,
  standingOf,
  undecidedIn,
} from '../../../phases/comply/index.ts'
import { signature } from '../case/access.ts'
import { nowOf } from '../clocks/access.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { type DutyDesk, dutyFlags, type DutyFlags, openDutyDesk, requireTenants } from './access.ts'
import { draftJson } from './json.ts'

const formats = ['text', 'markdown', 'html', 'pdf'] as const
type Format = (typeof formats)[number]

interface DraftFlags extends DutyFlags {
  readonly duty?: string
  readonly first: boolean
  readonly tenant?: readonly string[]
  readonly group?: string
  readonly format: Format
  readonly out?: string
  readonly anyway: boolean
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
        brief: 'text (for portals), markdown, html or pdf (PDF/A)',
      },
      out: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Folder to write into',
        placeholder: 'folder',
      },
      anyway: {
        kind: 'boolean',
        default: false,
        brief: 'Make it although the duty does not apply in this case',
      },
    },
  },
  async func(flags) {
    if ((flags.duty === undefined) === !flags.first) {
      throw new AnlaufError('input-invalid', 'Which document?', {
        hint: 'Give --duty ID, or --first for everything that is due now. See "anlauf duty overview".',
      })
    }
    const isShown = flags.out === undefined && !flags.json && this.process.stdout.isTTY === true
    if (flags.format === 'pdf' && isShown) {
      throw new AnlaufError('input-invalid', 'A PDF is nothing for a terminal.', {
        hint: 'Add --out FOLDER, or send it into a file: > report.pdf. Nothing was drafted.',
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
    const drafts = await keepDrafts(desk, made, signature(this))
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
    const bytes = rendered(draft, standing, flags.format, this.now())
    await keepFileApart(desk, draft, bytes, signature(this))
    this.process.stdout.write(bytes)
    for (const { problem, key, detail } of findings) {
      this.process.stderr.write(`Look at [${key}]: ${problem}: ${detail}\n`)
    }
  },
})

async function draftsOf(
  context: AnlaufContext,
  desk: DutyDesk,
  { duty: id, tenant: tenants, group, language, anyway }: DraftFlags,
): Promise<readonly Draft[]> {
  const base = desk.base()
  const clocks = clocksOf(desk.facts.clocks, nowOf(context))
  const options = { language, clocks, ...(tenants && { tenants }), ...(group !== undefined && { group }) }
  if (id === undefined) return firstNotices(clocks).flatMap((duty) => prepareDrafts(base, duty, options))
  const duty = desk.duty(id)
  sayWhetherItApplies(context, clocks, id, tenants, anyway)
  return prepareDrafts(base, duty, {
    ...options,
    ...(await sinceOf(desk, desk.facts.clocks, duty, language)),
  })
}

/** What is written for a duty that does not hold is handed in by mistake one day. */
function sayWhetherItApplies(
  { process }: AnlaufContext,
  clocks: readonly Clock[],
  id: string,
  tenants: readonly string[] | undefined,
  anyway: boolean,
): void {
  const own = clocks.filter(
    ({ duty, tenant }) => duty.id === id && (tenants === undefined || tenants.includes(tenant ?? '')),
  )
  const denied = own.flatMap(({ state }) => (state.kind === 'notApplicable' ? [state.because.en] : []))
  if (own.length > 0 && denied.length === own.length && !anyway) {
    throw new AnlaufError('gate-closed', `${id} does not apply in this case: ${denied[0] ?? ''}.`, {
      hint: 'If it does, mend the legal profile ("anlauf clocks profile") or reopen it ("anlauf clocks reopen"); --anyway makes the document all the same.',
    })
  }
  const open = [...new Set(own.flatMap(({ unanswered }) => unanswered))]
  if (open.length > 0) {
    process.stderr.write(
      `Whether ${id} applies is open: the legal profile says nothing on ${open.join(', ')}.\n`,
    )
  }
  if (denied.length > 0 && anyway) process.stderr.write(`${id} does not apply: ${denied[0] ?? ''}.\n`)
}

function rendered(draft: Draft, standing: Standing, format: Format, now: Date): Uint8Array {
  switch (format) {
    case 'html':
      return Buffer.from(printPage(draft, standing))
    case 'markdown':
      return Buffer.from(markdown(draft, standing))
    case 'pdf':
      return renderDocument(draftDocument(draft, standing), now)
    case 'text':
      return Buffer.from(plainText(draft, standing))
  }
}

const suffix = { text: 'txt', markdown: 'md', html: 'html', pdf: 'pdf' } as const

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
      const bytes = rendered(draft, standing, format, context.now())
      await keepFileApart(desk, draft, bytes, signature(context))
      writeFileSync(file, bytes, { mode: 0o600 })
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
