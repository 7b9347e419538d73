import { basename } from 'node:path'

import { paragraph } from '../../content/words.ts'
import { seededRandom } from '../../random.ts'
import type { Container } from '../containers/container.ts'
import { containers } from '../containers/containers.ts'
import { endingOf } from '../engine/names.ts'
import { type BenignTransform, changing, renaming } from './benign-transform.ts'

/** Owners encrypt as well: one document into a container, or a container that is saved with new content. */
export const ownersContainers: readonly BenignTransform[] = [
  ...containers.map((container) =>
    renaming(
      `owner-${container.name}`,
      (path) => `${path}.${container.ending}`,
      (bytes, path, seed) => sealed(container, bytes, basename(path), seed),
    ),
  ),
  ...containers.map((container) =>
    changing(`owner-saves-${container.name}`, (bytes, path, seed) => {
      if (endingOf(path) !== container.ending || !beginsLike(container, bytes)) return undefined
      const random = seededRandom(seed)
      const text = Array.from({ length: 12 }, () => paragraph(random)).join('\n')
      const content = Buffer.alloc(Math.max(64, bytes.length + random.below(2000) - 1000), text)
      return sealed(container, content, basename(path, `.${container.ending}`), seed)
    }),
  ),
]

function sealed(container: Container, bytes: Uint8Array, name: string, seed: number): Buffer {
  return container.seal(bytes, { name, password: 'owner', seed: `${name} ${seed}` })
}

/** Only a container of the same program is saved again by it: an archive without a password is none. */
function beginsLike(container: Container, bytes: Buffer): boolean {
  const own = container.seal(Buffer.alloc(1), { name: 'a', password: 'owner', seed: '' })
  return bytes.subarray(0, 4).equals(own.subarray(0, 4)) && (bytes[0] !== 0x50 || ((bytes[6] ?? 0) & 1) === 1)
}
