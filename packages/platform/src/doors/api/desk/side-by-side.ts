import { z } from '@hono/zod-openapi'

import { type ItemView, type VersionView, visibleText } from '../../../phases/recover/index.ts'

const Digest = z.string().regex(/^[0-9a-f]{64}$/)
const Count = z.int().min(0)
const Line = z.object({ line: z.int().min(1), text: z.string() }).nullable()

const Version = z.object({
  snapshot: z.string(),
  takenAt: z.string().nullable(),
  size: Count,
  mtime: z.string(),
  sha256: Digest.nullable(),
  type: z.string().nullable(),
  structure: z.string().nullable(),
  entropy: z.number().nullable(),
  looksRandom: z.boolean(),
  text: z.string().nullable().openapi({ description: 'How it begins, made visible' }),
  hex: z.string().nullable(),
})

export const SideBySide = z
  .object({
    place: z.string(),
    newest: Version,
    previous: Version.nullable(),
    same: z.object({ atStart: Count, atEnd: Count }).nullable(),
    difference: z
      .object({
        rows: z.array(
          z.object({
            kind: z.enum(['same', 'changed', 'removed', 'added', 'gap']),
            before: Line,
            after: Line,
            skipped: Count.optional(),
          }),
        ),
        removed: Count,
        added: Count,
        more: Count,
      })
      .nullable(),
  })
  .openapi('SideBySide')

/** Two versions for the screen. What the backup says of itself is hostile too: no byte of it comes through unseen. */
export function sideBySide({
  host,
  path,
  newest,
  previous,
  same,
  difference,
}: ItemView): z.infer<typeof SideBySide> {
  return {
    place: visibleText(`${host}:${path}`),
    newest: versionOf(newest),
    previous: previous === null ? null : versionOf(previous),
    same,
    difference: difference && {
      ...difference,
      rows: difference.rows.map(({ kind, before, after, skipped }) => ({
        kind,
        before: before && { ...before },
        after: after && { ...after },
        ...(skipped !== undefined && { skipped }),
      })),
    },
  }
}

function versionOf(version: VersionView): z.infer<typeof Version> {
  const { snapshot, takenAt, size, sha256, entropy, looksRandom, beginning } = version
  return {
    snapshot,
    takenAt,
    size,
    mtime: visibleText(version.mtime),
    sha256,
    type: version.type,
    structure: version.structure && visibleText(version.structure),
    entropy,
    looksRandom,
    text: beginning && visibleText(beginning.text),
    hex: beginning?.hex ?? null,
  }
}
