import type { PublishedCopy } from '../../../adapters/site-hosts/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { keyFolder, readKey } from '../../../core/publication/index.ts'

/** The key that a written site says it was signed with. Good to see whether the folder is whole; it proves nothing of who made it. */
export async function writtenFingerprint(copy: PublishedCopy): Promise<string> {
  const pem = await copy.read(`${keyFolder}/publication.pem`, 4096)
  const key = readKey(Buffer.from(pem ?? []).toString('utf8'))
  if (key !== undefined) return key.fingerprint
  throw new AnlaufError('input-invalid', `${copy.place} holds no signed site.`, {
    hint: 'Name a folder that "anlauf site write" wrote.',
  })
}
