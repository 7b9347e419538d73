import { resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import {
  type CheckedCopy,
  checkCopy,
  folderCopy,
  type PublishedCopy,
  webCopy,
} from '../../../adapters/site-hosts/index.ts'
import { laterKeyProblems, worthRemembering } from '../../../core/publication/index.ts'
import type { AnlaufContext } from '../context.ts'
import { counted, formatTime, printJson, printLines } from '../terminal/output.ts'
import { progressLine } from '../terminal/output.ts'
import { parseFingerprint } from './key-flags.ts'
import { readSeen, remember } from './seen.ts'

interface VerifyFlags {
  readonly fingerprint: string
  readonly private: boolean
  readonly json: boolean
}

export const siteVerify = buildCommand<VerifyFlags, string[], AnlaufContext>({
  docs: {
    brief: 'Check published copies: signature, every file, age, older than seen before',
    fullDescription:
      'Needs nothing but the fingerprint that you received on another way than the site. What it saw is remembered, so that an older copy is noticed later; name several places, and what one says of keys is held against the others. Exit code 1 when anything is wrong.',
  },
  parameters: {
    flags: {
      fingerprint: {
        kind: 'parsed',
        parse: parseFingerprint,
        brief: 'SHA-256 of the public key, or of the offline key above it, from contract, letter or DNS',
        placeholder: 'hash',
      },
      private: {
        kind: 'boolean',
        default: false,
        brief: 'The name may lead into a private network (a site of your own, inside)',
      },
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
    positional: {
      kind: 'array',
      parameter: { parse: String, brief: 'Folder or web address', placeholder: 'place' },
      minimum: 1,
    },
  },
  async func({ fingerprint, json, private: allowsPrivate }, ...places) {
    using progress = progressLine(this)
    const results: CheckedCopy[] = []
    for (const place of places) {
      const seen = readSeen(this, fingerprint)
      const checked = await checkCopy(copyAt(place, allowsPrivate), {
        pinned: fingerprint,
        now: this.now(),
        seen: seen.bundles,
        remembered: [...seen.statements, ...results.flatMap(({ statements }) => statements)],
        signal: this.signal,
        onFile: (done, total) => progress.update({ phase: 'checking', done, total, note: place }),
      })
      results.push(checked)
      rememberCopy(this, fingerprint, checked)
    }
    progress.end()
    const statements = results.flatMap((one) => one.statements)
    const judged = results.map((one) => ({
      ...one,
      problems: [...laterKeyProblems(one, { pinned: fingerprint, statements }), ...one.problems],
    }))
    if (judged.some(({ problems }) => problems.length > 0)) this.process.exitCode = 1
    if (json) return printJson(this, { copies: judged.map(jsonOf) })
    for (const result of judged) printLines(this, linesOf(result))
  },
})

function copyAt(place: string, allowsPrivate: boolean): PublishedCopy {
  return /^https?:/i.test(place)
    ? webCopy(place, allowsPrivate ? { allowsPrivate } : {})
    : folderCopy(resolve(place))
}

/** Only an edition that is genuine sets the mark below which others are old. */
function rememberCopy(context: AnlaufContext, fingerprint: string, checked: CheckedCopy): void {
  const { manifest, sha256, signedBy, standing, problems, statements } = checked
  const isGenuine = standing.kind === 'trusted' && !problems.some(({ kind }) => spoiling.has(kind))
  const { incident, sequence, generatedAt } = manifest
  remember(context, fingerprint, {
    bundle:
      isGenuine && signedBy !== undefined ? { incident, sequence, sha256, generatedAt, signedBy } : undefined,
    statements: worthRemembering(fingerprint, [...readSeen(context, fingerprint).statements, ...statements]),
  })
}

/** What makes the manifest itself doubtful; a missing page does not. */
const spoiling: ReadonlySet<string> = new Set(['bad-signature', 'rolled-back', 'forked', 'from-the-future'])

function jsonOf(checked: CheckedCopy) {
  const { place, manifest, sha256, signedBy, problems, discounted, files, bytes, sawAllNames } = checked
  const { incident, exercise, sequence, generatedAt, validUntil } = manifest
  return {
    place,
    verified: problems.length === 0,
    incident,
    exercise,
    sequence,
    generatedAt,
    validUntil,
    bundle: sha256,
    signedBy: signedBy ?? null,
    files,
    bytes,
    sawAllNames,
    problems,
    discounted,
  }
}

/** Named one by one; of a hundred changed files the first few say enough. */
const maxShown = 12

function linesOf({
  place,
  manifest,
  problems,
  files,
  signedBy,
  sawAllNames,
  discounted,
}: CheckedCopy): string[] {
  const { incident, exercise, sequence, generatedAt, validUntil } = manifest
  const about = `${exercise ? 'exercise ' : ''}incident ${incident}, edition ${sequence} of ${formatTime(generatedAt)}`
  if (problems.length > 0) {
    return [
      `NOT VERIFIED: ${place} (${about})`,
      ...problems.slice(0, maxShown).map(({ message }) => `  ${message}`),
      ...(problems.length > maxShown ? [`  and ${problems.length - maxShown} more`] : []),
      '  Do not rely on what this copy says; ask by phone.',
    ]
  }
  return [
    `Verified: ${place} (${about})`,
    `  ${counted(files, 'file')} as signed with ${signedBy ?? ''}`,
    `  valid until ${formatTime(validUntil)}`,
    ...discounted
      .filter((one) => one.incident === incident)
      .map(
        (one) =>
          `  Edition ${one.sequence}, which was seen before, no longer counts: its key ${one.signedBy?.slice(0, 16)}… was taken back.`,
      ),
    ...(sawAllNames ? [] : ['  Whether the host serves other files besides, nobody can say from outside.']),
  ]
}
