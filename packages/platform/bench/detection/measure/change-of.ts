import type { AttackedFile } from '../../../src/drill/attack/index.ts'
import { type Change, endingOf } from '../../../src/phases/detect/index.ts'
import type { Base } from './outcome.ts'

/** What a history would know of a changed base. A new ending is one that it never saw before. */
export function changeOf(
  base: Base,
  before: Buffer,
  { path, bytes: after }: AttackedFile,
): Omit<Change, 'before' | 'after'> & { before: Buffer; after: Buffer } {
  const isRenamed = path !== base.path
  return {
    path,
    ...(isRenamed ? { oldPath: base.path } : {}),
    before,
    after,
    complete: true,
    unseenEnding: isRenamed && endingOf(path) !== endingOf(base.path),
    massRenamed: false,
  }
}
