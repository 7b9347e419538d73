import { existsSync } from 'node:fs'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { auditVault, journalBytes, type VaultFinding } from '../../vault/index.ts'
import type { AnlaufContext } from '../context.ts'
import { readInputFile } from '../access/input-file.ts'
import { counted, formatBytes, formatCount, printJson, printLines, progressLine } from '../terminal/output.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'

interface AuditFlags extends RepositoryFlags {
  readonly journal: string
  readonly repository?: string
  readonly publicKey?: string
  readonly checkpoint?: readonly string[]
  readonly receipts?: string
  readonly readData: boolean
  readonly accept?: readonly string[]
  readonly json: boolean
}

export const vaultAudit = buildCommand<AuditFlags, [], AnlaufContext>({
  docs: {
    brief: 'Was the history of a repository tampered with? Exit code 1 when something was found',
    fullDescription:
      'Holds the repository against the journal of its vault: gone and planted objects, forged index entries, snapshots with a wrong time, added keys, damage. Needs the password of the repository and writes nothing. Name a checkpoint or receipts that were kept elsewhere, with the public key of the vault: only they show a journal that was rewritten as a whole.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      journal: {
        kind: 'parsed',
        parse: String,
        brief: 'Journal of the tenant (journals/TENANT.ndjson)',
        placeholder: 'file',
      },
      repository: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Path of the repository in the vault, when the tenant has several',
        placeholder: 'path',
      },
      publicKey: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Public key of the vault in PEM',
        placeholder: 'file',
      },
      checkpoint: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Signed checkpoint that was kept elsewhere (repeatable)',
        placeholder: 'file',
      },
      receipts: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Receipts that were kept, one a line',
        placeholder: 'file',
      },
      readData: { kind: 'boolean', default: false, brief: 'Read and verify every byte of every pack' },
      accept: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Object (id or kind/id) whose findings are explained (repeatable)',
        placeholder: 'id',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const witness = witnessOf(flags)
    const repository = await openNamedRepository(this, flags)
    using progress = progressLine(this, { quiet: flags.json })
    const report = await auditVault(repository, {
      journal: journalOf(flags.journal),
      readData: flags.readData,
      signal: this.signal,
      onProgress: (figures) => progress.update(figures),
      ...(flags.repository !== undefined && { repository: flags.repository }),
      ...(flags.accept !== undefined && { accept: flags.accept }),
      ...(witness && { witness }),
    })
    progress.end()
    const errors = report.findings.filter(({ severity }) => severity === 'error').length
    if (errors > 0) this.process.exitCode = 1
    if (flags.json) return printJson(this, { errors, ...report })
    printLines(this, [
      ...report.findings.flatMap(lines),
      `Audited ${report.repository}: ${counted(report.snapshots, 'snapshot')}, ${counted(report.lines, 'line')} of the journal${flags.readData ? `, ${formatBytes(report.bytesRead)} read` : ''}.`,
      ...(report.deleted > 0
        ? [`${counted(report.deleted, 'object')} went under plans that two people signed.`]
        : []),
      ...(report.accepted.length > 0
        ? [`${counted(report.accepted.length, 'finding')} accepted by name.`]
        : []),
      ...(witness === undefined
        ? [
            'Whether the journal was rewritten as a whole, only a checkpoint or receipts kept elsewhere can show.',
          ]
        : []),
      errors === 0
        ? 'Nothing was found.'
        : `${formatCount(errors)} findings. Trust no snapshot that they touch.`,
    ])
  },
})

/** Read as late as possible: what comes in during an audit shall have its line. */
function journalOf(file: string): AsyncIterable<Buffer> {
  if (existsSync(file)) return journalBytes(file)
  throw new AnlaufError('not-found', `The journal ${file} does not exist.`, {
    hint: 'It lies beside the repositories, in journals/TENANT.ndjson, or comes from TENANT/.vault/journal.',
  })
}

function lines({ severity, code, object, message, hint }: VaultFinding): string[] {
  return [
    `${severity === 'hint' ? 'hint: ' : ''}${code}: ${printName(object)}`,
    `    ${printName(message)}`,
    `    What to do: ${hint}`,
  ]
}

function witnessOf({ publicKey, checkpoint = [], receipts }: AuditFlags) {
  if (publicKey === undefined) {
    if (checkpoint.length === 0 && receipts === undefined) return undefined
    throw new AnlaufError('input-invalid', 'Checkpoints and receipts need the public key of the vault.', {
      hint: 'Give --public-key FILE; the auditor fetches it from TENANT/.vault/key and compares its fingerprint.',
    })
  }
  const read = (file: string, what: string): string =>
    readInputFile(file, { what, maxBytes: 1024 * 1024 * 1024 }).toString('utf8')
  return {
    publicKey: read(publicKey, 'public key'),
    checkpoints: checkpoint.map((file) => read(file, 'checkpoint')),
    receipts:
      receipts === undefined
        ? []
        : read(receipts, 'receipts')
            .split('\n')
            .filter((line) => line !== ''),
  }
}
