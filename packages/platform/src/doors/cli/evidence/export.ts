import { createHash, createPublicKey } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import { openOriginals } from '../../../adapters/originals/index.ts'
import { approvalFiles } from '../../../core/case/index.ts'
import { type CustodySession, openCustody } from '../../../core/custody/index.ts'
import {
  caseDescription,
  type Entry,
  exportFiles,
  tenantReader,
  tenantsIn,
  withhold,
} from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag, requireEntries, signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { refuseUsed, writeFolder } from './export-folder.ts'
import { evidenceKey, originOf, signerName } from './key.ts'
import { keptCheckpoints } from './kept-checkpoints.ts'
import { itemNamed, reasonFlag } from './originals/access.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { openStores, type Stores } from '../access/stores.ts'

interface ExportFlags {
  readonly case: string
  readonly to: string
  readonly onlyTenant?: string
  readonly original?: readonly string[]
  readonly reason?: string
  readonly key?: string
  readonly json: boolean
}

export const evidenceExport = buildCommand<ExportFlags, [], AnlaufContext>({
  docs: {
    brief: 'Write the evidence of a case as a signed folder that anybody can verify',
    fullDescription:
      'The folder holds every entry, a signed checkpoint and verify.sh, which needs sh, coreutils and openssl only. Give the fingerprint of the key to the auditor on another way than the folder. That the log was exported is its last entry. With --only-tenant lines that name another tenant are replaced by their hashes; the rest still verifies.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      to: { kind: 'parsed', parse: String, brief: 'New or empty folder', placeholder: 'folder' },
      onlyTenant: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Withhold every line that names another tenant than this one',
        placeholder: 'id',
      },
      original: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Hash of an original that goes with it (repeatable); of others only the hash does',
        placeholder: 'hash',
      },
      reason: { ...reasonFlag, optional: true },
      key: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: "Ed25519 private key that signs (default: this home's evidence.key)",
        placeholder: 'file',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const folder = resolve(flags.to)
    refuseUsed(folder)
    await using stores = await openStores(this)
    await requireEntries(this, stores, flags.case)
    const custody = await openCustody(stores.log, flags.case)
    const before = flags.onlyTenant === undefined ? [] : await Array.fromAsync(stores.lines(flags.case))
    const mayTell = readerFor(custody, flags.onlyTenant, before)
    if (!mayTell(flags.reason ?? '')) throw namesOthers(flags.onlyTenant ?? '')
    const { key, fingerprint, file, isNew } = evidenceKey(this, flags.key)
    // Checkpoints were signed with the home's key; another one would not fit them.
    const kept =
      flags.key === undefined ? keptCheckpoints(this, flags.case, createPublicKey(key)).all() : undefined
    const carried = (flags.original ?? []).map((start) => itemNamed(custody, start).sha256)
    const originals = carried.length === 0 ? undefined : openOriginals(this.home)
    await recordExport(this, custody, { ...flags, fingerprint, carried })
    // Others write on meanwhile: the export ends with its own entry, the only one that is shown unread.
    const lines = await linesUpTo(stores, flags.case, custody.seq)
    const mayRead = readerFor(custody, flags.onlyTenant, lines)
    const isShown = (at: number): boolean => at === lines.length - 1 || mayRead(lines[at] ?? '')
    const shown = lines.map((line, at) => (isShown(at) ? line : withhold(line)))
    const parts = { custody, carried, lines, shown, isShown }
    const files = exportFiles({
      lines,
      isShown,
      origin: originOf(flags.case),
      signer: { name: signerName, key },
      ...(kept !== undefined && { kept }),
      attachments: new Map([...attachmentsOf(flags.case, parts), ...approvalFiles(lines, isShown)]),
    })
    await writeFolder(folder, files, async (fresh) => {
      const write = (name: string, content: AsyncIterable<Uint8Array> | Iterable<string>): Promise<void> =>
        writeFile(join(fresh, name), content, { flag: 'wx', flush: true })
      await write(descriptionName, descriptionOf(flags.case, parts))
      for (const sha256 of carried) {
        await write(`original-${sha256}`, originals?.read(flags.case, sha256) ?? [])
      }
    })
    const withheld = lines.filter((_, at) => !isShown(at)).length
    if (flags.json) {
      return printJson(this, {
        case: flags.case,
        folder,
        entries: lines.length,
        withheld,
        originals: carried,
        fingerprint,
        files: [...files.keys(), descriptionName, ...carried.map((sha256) => `original-${sha256}`)],
      })
    }
    printLines(this, [
      `${counted(lines.length, 'entry', 'entries')} of the case ${flags.case} exported to ${folder}`,
      ...(withheld > 0 ? [`  of ${withheld} of them only the hashes: they name other tenants`] : []),
      ...(carried.length > 0
        ? [`  with ${counted(carried.length, 'original')} in the clear: keep the folder safe`]
        : []),
      `Signing key ${fingerprint}`,
      ...(isNew ? [`  It was made just now: ${file}. Keep a copy in a safe place.`] : []),
      'Give the fingerprint to the auditor on another way than the folder. To verify, there or here:',
      `  cd ${folder} && sh verify.sh ${fingerprint}`,
      'Keep the file "checkpoint" away from this machine: it shows later that nothing before it was rewritten:',
      `  anlauf evidence verify --case ${flags.case} --checkpoint FILE`,
    ])
  },
})

/** Access is logged: the entry stands in the log before anything leaves, also when writing then fails. */
async function recordExport(
  context: AnlaufContext,
  custody: CustodySession,
  {
    fingerprint,
    carried,
    onlyTenant,
    reason,
  }: ExportFlags & { fingerprint: string; carried: readonly string[] },
): Promise<void> {
  await custody.execute(
    {
      command: 'export',
      signer: fingerprint,
      originals: carried,
      ...(onlyTenant !== undefined && { forTenant: onlyTenant }),
      ...(reason !== undefined && { note: reason }),
    },
    signature(context),
  )
}

async function linesUpTo(stores: Stores, caseId: string, seq: number): Promise<readonly string[]> {
  const lines: string[] = []
  for await (const line of stores.lines(caseId)) {
    lines.push(line)
    if (lines.length === seq) break
  }
  return lines
}

function readerFor(
  { log }: CustodySession,
  tenant: string | undefined,
  lines: readonly string[],
): (line: string) => boolean {
  if (tenant === undefined) return () => true
  const tenants = [...log.case.units.keys()]
  if (tenants.includes(tenant)) return tenantReader(tenant, [...tenants, ...tenantsIn(lines)])
  throw new AnlaufError('not-found', `The case ${log.case.id} has no tenant "${tenant}".`, {
    hint: `It has: ${tenants.slice(0, 20).join(', ')}${tenants.length > 20 ? ' …' : ''}.`,
  })
}

/** The last line is always shown, and the reason stands in it. */
function namesOthers(tenant: string): AnlaufError {
  return new AnlaufError(
    'input-invalid',
    `The reason names another tenant than ${tenant}, who would read it.`,
    {
      hint: 'Say why without naming anybody. Nothing was recorded or written.',
    },
  )
}

interface Shown {
  readonly custody: CustodySession
  readonly carried: readonly string[]
  readonly lines: readonly string[]
  readonly shown: readonly string[]
  readonly isShown: (at: number) => boolean
}

/** The description for other tools, originals in the clear, and of all others the hash and why it is not here. */
function attachmentsOf(caseId: string, parts: Shown): ReadonlyMap<string, Uint8Array | string> {
  const { custody, carried } = parts
  const hash = createHash('sha256')
  for (const piece of descriptionOf(caseId, parts)) hash.update(piece)
  // Of what only withheld lines speak, not even the hash is given.
  const named = new Set(Array.from(shownEntries(parts), ({ sha256 }) => sha256))
  const items = [...custody.log.items.values()].filter(({ sha256 }) => named.has(sha256))
  const list = items.map(({ sha256, size, erasedBecause }) => {
    const state = carried.includes(sha256) ? 'carried' : erasedBecause === undefined ? 'withheld' : 'erased'
    return `${sha256} ${size} ${state}\n`
  })
  return new Map<string, Uint8Array | string>([
    [descriptionName, hash.digest('hex')],
    ...(items.length === 0 ? [] : [['originals.txt', Buffer.from(list.join(''))] as const]),
    ...carried.map((sha256) => [`original-${sha256}`, sha256] as const),
  ])
}

const descriptionName = 'case.jsonld'

/** Made twice, for its hash and for its file: of a million entries it would not fit into memory beside them. */
function descriptionOf(caseId: string, parts: Shown): Iterable<string> {
  const entries = { [Symbol.iterator]: () => shownEntries(parts) }
  return caseDescription(caseId, entries, parts.shown)
}

function* shownEntries({ lines, isShown }: Shown): Generator<Entry, void, undefined> {
  for (const [at, line] of lines.entries()) if (isShown(at)) yield JSON.parse(line) as Entry
}
