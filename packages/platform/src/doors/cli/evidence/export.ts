import { createPublicKey } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import { caseDescription, type Entry, entryLine, exportFiles } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag, noCase } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { evidenceKey, originOf, signerName } from './key.ts'
import { keptCheckpoints } from './kept-checkpoints.ts'
import { counted, printJson, printLines } from '../terminal/output.ts'
import { openStores } from '../access/stores.ts'

interface ExportFlags {
  readonly case: string
  readonly to: string
  readonly key?: string
  readonly json: boolean
}

export const evidenceExport = buildCommand<ExportFlags, [], AnlaufContext>({
  docs: {
    brief: 'Write the evidence of a case as a signed folder that anybody can verify',
    fullDescription:
      'The folder holds every entry, a signed checkpoint and verify.sh, which needs sh, coreutils and openssl only. Give the fingerprint of the key to the auditor on another way than the folder.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      to: { kind: 'parsed', parse: String, brief: 'New or empty folder', placeholder: 'folder' },
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
    const entries: Entry[] = await Array.fromAsync(stores.log.read(flags.case))
    const lines = entries.map((entry) => entryLine(entry))
    if (lines.length === 0) throw noCase(this, flags.case)
    const { key, fingerprint, file, isNew } = evidenceKey(this, flags.key)
    // Checkpoints were signed with the home's key; another one would not fit them.
    const kept =
      flags.key === undefined ? keptCheckpoints(this, flags.case, createPublicKey(key)).all() : undefined
    const files = exportFiles({
      lines,
      origin: originOf(flags.case),
      signer: { name: signerName, key },
      ...(kept !== undefined && { kept }),
      attachments: new Map([['case.jsonld', Buffer.from(caseDescription(flags.case, entries, lines))]]),
    })
    writeFolder(folder, files)
    if (flags.json) {
      return printJson(this, {
        case: flags.case,
        folder,
        entries: lines.length,
        fingerprint,
        files: [...files.keys()],
      })
    }
    printLines(this, [
      `${counted(lines.length, 'entry', 'entries')} of the case ${flags.case} exported to ${folder}`,
      `Signing key ${fingerprint}`,
      ...(isNew ? [`  It was made just now: ${file}. Keep a copy in a safe place.`] : []),
      'Give the fingerprint to the auditor on another way than the folder. To verify, there or here:',
      `  cd ${folder} && sh verify.sh ${fingerprint}`,
      'Keep the file "checkpoint" away from this machine: it shows later that nothing before it was rewritten:',
      `  anlauf evidence verify --case ${flags.case} --checkpoint FILE`,
    ])
  },
})

function refuseUsed(folder: string): void {
  const stat = lstatSync(folder, { throwIfNoEntry: false })
  if (stat === undefined || (stat.isDirectory() && readdirSync(folder).length === 0)) return
  throw new AnlaufError('unsafe-target', `${folder} is not an empty folder.`, {
    hint: 'Name a new or empty folder; nothing was touched.',
  })
}

/** Written beside it, then renamed: a folder that is there is complete. */
function writeFolder(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  const fresh = `${folder}.part-${process.pid}`
  try {
    mkdirSync(dirname(folder), { recursive: true })
    mkdirSync(fresh, { mode: 0o700 })
    for (const [name, bytes] of files) writeFileSync(join(fresh, name), bytes, { flag: 'wx', flush: true })
    renameSync(fresh, folder)
  } catch (cause) {
    if (existsSync(fresh)) rmSync(fresh, { recursive: true })
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AnlaufError('write-failed', `The evidence cannot be written to ${folder}: ${reason}`, {
      hint: 'Check the folder, its permissions and the free space, then run the command again.',
      retry: 'later',
      cause,
    })
  }
}
