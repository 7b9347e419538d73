import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import { assembleComplaint, missingIn } from '../../../phases/comply/index.ts'
import { readInputFile } from '../access/input-file.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { refuseUsed, writeFolder } from '../evidence/export-folder.ts'
import { evidenceKey, originOf, signerName } from '../evidence/key.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { dutyFlags, type DutyFlags, openDutyDesk } from './access.ts'
import { maxDocument } from './tag.ts'
import { dutyDeskWords } from './words.ts'

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
    const { key, fingerprint } = evidenceKey(this)
    const { files, draft, standing } = await assembleComplaint({
      desk,
      base: desk.base(),
      duty: desk.duty('stpo-158'),
      estate: desk.estate,
      language: flags.language,
      attachments,
      log: desk.stores.log,
      lines: desk.stores.lines(flags.case),
      signer: { name: signerName, key, fingerprint },
      origin: originOf(flags.case),
      by: signature(this),
    })
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
        status: standing.approvedBy === undefined ? 'draft for counsel' : 'approved',
        missing: missing.map(({ key, label }) => ({ key, label })),
      })
    }
    const words = dutyDeskWords[flags.language]
    printLines(this, [
      words.written(files.size, folder),
      `  ${standing.approvedBy === undefined ? words.stillDraft : words.approvedBy(standing.approvedBy.join(', '))}`,
      ...(missing.length === 0 ? [] : [`  ${words.missing(missing.map(({ label }) => label).join(', '))}`]),
      words.verify(`cd ${folder} && sha256sum -c SHA256SUMS && cd log && sh verify.sh`),
    ])
  },
})
