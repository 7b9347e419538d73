import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'

/** The flag with which every command names a vault. */
export interface VaultFlags {
  readonly vault?: string
}

export const vaultFlag = {
  kind: 'parsed',
  parse: String,
  optional: true,
  brief: 'Folder of the vault (default: ANLAUF_VAULT)',
  placeholder: 'folder',
} as const

/** The folder that flag or environment name. Throws `input-invalid` when they name none. */
export function namedVault(context: AnlaufContext, { vault }: VaultFlags): string {
  const folder = vault ?? context.process.env['ANLAUF_VAULT'] ?? ''
  if (folder !== '') return folder
  throw new AnlaufError('input-invalid', 'No vault named.', {
    hint: 'Give --vault FOLDER or set ANLAUF_VAULT.',
  })
}
