import { unitCipher } from './crypto/index.ts'
import type { Repository } from './repository.ts'
import type { FileKind } from './storage/index.ts'
import { loadUnpacked } from './unpacked.ts'

/**
 * What a repository file says, for people who look into it: the JSON of an index, snapshot or lock file, decrypted
 * and verified; the stored bytes of a pack or key file, not verified. Throws `missing-object`, `damaged`.
 */
export function readRepositoryFile(
  repository: Repository,
  kind: Exclude<FileKind, 'config'>,
  id: string,
): Promise<Buffer> {
  const { storage, masterKey } = repository
  if (kind === 'data' || kind === 'keys') return storage.read(kind, id)
  return loadUnpacked(storage, unitCipher(masterKey), kind, id)
}
