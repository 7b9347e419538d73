import { buildCommand } from '@stricli/core'

import { caseFlag } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { repositoryFlags } from '../access/repository-access.ts'
import type { HandBackFlags } from './hand-back-run.ts'

export const recoverHandBack = buildCommand<HandBackFlags, [], AnlaufContext>({
  docs: {
    brief: 'Hand a released unit to its tenant: files, an archive or a repository of its own, with a receipt',
    fullDescription:
      'Reads the released folder again and compares every file with the manifest, on the way and where it was written; a difference stops and leaves nothing. The receipt says in two languages what it is, how databases among it are opened, what is older or missing and why, and is checked with sha256sum and openssl alone. --repo is the repository that was restored from: it knows the times of the restore points. Started again after a kill it goes on or begins anew, and completes.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      case: caseFlag,
      unit: { kind: 'parsed', parse: String, brief: 'The unit (tenant)', placeholder: 'id' },
      target: {
        kind: 'parsed',
        parse: String,
        brief: 'Folder into which it was released',
        placeholder: 'folder',
      },
      cleanRoom: {
        kind: 'parsed',
        parse: String,
        brief: 'Clean room of the run; its manifest is needed',
        placeholder: 'folder',
      },
      plan: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Plan of the run; needed unless the unit has databases only',
        placeholder: 'file',
      },
      estate: estateFlag,
      as: {
        kind: 'enum',
        values: ['files', 'tar', 'repository'],
        brief: 'A folder, a pax archive, or a restic repository with an own key',
      },
      to: {
        kind: 'parsed',
        parse: String,
        brief: 'Folder below which the tenant’s folder appears',
        placeholder: 'folder',
      },
      newPasswordFile: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Password of the new repository: read from this file, or made and written there',
        placeholder: 'file',
      },
      key: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: "Ed25519 private key that signs (default: this home's evidence.key)",
        placeholder: 'file',
      },
      dryRun: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Check everything, write nothing',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
    aliases: { r: 'repo', p: 'passwordFile', n: 'dryRun' },
  },
  // Makers of documents are slow to load, and no other command needs them.
  async func(flags) {
    const { runHandBack } = await import('./hand-back-run.ts')
    await runHandBack(this, flags)
  },
})
