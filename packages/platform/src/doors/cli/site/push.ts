import { resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import { type Bundle, checkCopy, folderCopy } from '../../../adapters/site-hosts/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { readEstateFile } from '../access/estate-file.ts'
import { openStores } from '../access/stores.ts'
import { caseFlag, openDeclaredCase } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import { estateFlag } from '../flags/estate-flag.ts'
import { counted, formatTime, printJson, printLines, progressLine } from '../terminal/output.ts'
import { parseSpan } from './duration-flag.ts'
import { editionFlags, type EditionFlags } from './edition-flags.ts'
import { makeBundle } from './make-bundle.ts'
import { pushAll, type TargetResult } from './push-all.ts'
import { readTargets, type SiteTarget } from './targets-file.ts'
import { watchCase } from './watch-case.ts'
import { writtenFingerprint } from './written-fingerprint.ts'

interface PushFlags extends EditionFlags {
  readonly targets: string
  readonly case?: string
  readonly estate?: string
  readonly from?: string
  readonly watch?: number
  readonly dryRun: boolean
  readonly overForeign: boolean
  readonly json: boolean
}

export const sitePush = buildCommand<PushFlags, [], AnlaufContext>({
  docs: {
    brief: 'Put the site on all its hosts, switch each in one step, fetch it back and compare',
    fullDescription:
      'Either --from FOLDER, a site that "site write" wrote (no database and no key are needed: also from another laptop), or --case and --estate, which writes a new edition first. Hosts are served side by side; one that fails does not hold up the others, and the exit code is 1. The same command again goes on where it broke off. With --watch SPAN it stays, and pushes whenever the case changed or the edition grows old.',
  },
  parameters: {
    flags: {
      targets: {
        kind: 'parsed',
        parse: String,
        brief: 'File that names the hosts (docs/site.md)',
        placeholder: 'file',
      },
      case: { ...caseFlag, optional: true },
      estate: { ...estateFlag, optional: true },
      from: {
        kind: 'parsed',
        parse: String,
        optional: true,
        brief: 'Folder of a written site',
        placeholder: 'folder',
      },
      watch: {
        kind: 'parsed',
        parse: parseSpan,
        optional: true,
        brief: 'Look again this often, and stay',
        placeholder: 'span',
      },
      dryRun: { kind: 'boolean', default: false, brief: 'Say what would be written, write nothing' },
      overForeign: {
        kind: 'boolean',
        default: false,
        brief:
          'Also over a higher edition that no key of ours signed: the host was taken over and is ours again',
      },
      ...editionFlags,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const targets = readTargets(this, flags.targets)
    const { from, case: caseId, estate: estateFile, watch } = flags
    if (from !== undefined) {
      if (caseId !== undefined || watch !== undefined) throw eitherOr()
      const { bundle, pinned } = await writtenBundle(this, resolve(from))
      return report(this, flags, await pushTo(this, flags, targets, bundle, pinned), bundle)
    }
    if (caseId === undefined || estateFile === undefined) throw eitherOr()
    const estate = readEstateFile(estateFile)
    await using stores = await openStores(this)
    await openDeclaredCase(this, stores, caseId)
    const { validFor: validForMs, after, url, outside } = flags
    const make = (): ReturnType<typeof makeBundle> =>
      makeBundle(this, stores, {
        caseId,
        estate,
        validForMs,
        after,
        outside,
        url: url ?? targets.find((one) => one.url)?.url,
      })
    if (watch === undefined) {
      const made = await make()
      return report(this, flags, await pushTo(this, flags, targets, made, made.fingerprint), made)
    }
    await watchCase(this, { log: stores.log, caseId, everyMs: watch }, async () => {
      const made = await make()
      const results = await pushTo(this, flags, targets, made, made.fingerprint)
      report(this, flags, results, made)
      return {
        validUntil: made.manifest.validUntil,
        nextBy: made.desk.published.at(-1)?.nextBy,
        isDone: results.every(({ outcome }) => outcome !== 'failed'),
      }
    })
  },
})

async function pushTo(
  context: AnlaufContext,
  { dryRun, overForeign }: PushFlags,
  targets: readonly SiteTarget[],
  bundle: Bundle,
  pinned: string,
): Promise<readonly TargetResult[]> {
  using progress = progressLine(context)
  return await pushAll(bundle, targets, {
    pinned,
    now: context.now,
    isDryRun: dryRun,
    overForeign,
    signal: context.signal,
    onFile: (note, done, total, bytesDone) =>
      progress.update({ phase: 'pushing', done, total, bytesDone, note }),
  })
}

/** A folder that is pushed as it is has to be whole and in time: hosts would show what readers refuse. */
async function writtenBundle(
  context: AnlaufContext,
  folder: string,
): Promise<{ bundle: Bundle; pinned: string }> {
  const copy = folderCopy(folder)
  const pinned = await writtenFingerprint(copy)
  const checked = await checkCopy(copy, { pinned, now: context.now(), signal: context.signal })
  const [problem] = checked.problems
  if (problem !== undefined) {
    throw new AnlaufError('input-invalid', `${folder} is no site to push: ${problem.message}`, {
      hint: 'Write it again with "anlauf site write" into a folder of its own.',
    })
  }
  const files = new Map<string, Uint8Array>()
  for (const path of (await copy.list?.()) ?? []) {
    const bytes = await copy.read(path, Number.POSITIVE_INFINITY)
    if (bytes !== undefined) files.set(path, bytes)
  }
  const { manifest, sha256 } = checked
  return { bundle: { files, manifest, sha256 }, pinned }
}

function report(
  context: AnlaufContext,
  { json, dryRun }: PushFlags,
  results: readonly TargetResult[],
  { manifest, sha256 }: Bundle,
): void {
  const failed = results.filter(({ outcome }) => outcome === 'failed')
  if (failed.length > 0) context.process.exitCode = 1
  if (json) {
    return printJson(context, {
      sequence: manifest.sequence,
      bundle: sha256,
      validUntil: manifest.validUntil,
      targets: results.map(({ checked, ...rest }) => ({ ...rest, problems: checked?.problems ?? [] })),
    })
  }
  printLines(context, [
    `Edition ${manifest.sequence} of ${manifest.incident}, valid until ${formatTime(manifest.validUntil)}${dryRun ? ' (dry run: nothing was written)' : ''}`,
    ...results.flatMap(linesOf),
    ...(results.length < 2 ? ['One host is no second one: name two that have nothing in common.'] : []),
    ...(failed.length === 0
      ? []
      : [`${failed.length} of ${results.length} hosts do not show it. Push again when they are mended.`]),
  ])
}

function linesOf({ name, to, url, outcome, pushed, checked, error }: TargetResult): string[] {
  const place = url === undefined ? to : `${to}, read at ${url}`
  const amount =
    pushed === undefined
      ? ''
      : `${counted(pushed.written, 'file')}, ${Math.ceil(pushed.bytes / 1000)} kB; ${pushed.kept} were there`
  if (outcome === 'shown') return [`  shown    ${name} (${place}): ${amount}; fetched back and compared`]
  if (outcome === 'dry-run')
    return [`  would be ${name} (${place}): ${amount}; shows ${pushed?.before ?? 'nothing'} now`]
  return [
    `  FAILED   ${name} (${place})`,
    ...(error === undefined ? [] : [`    ${error.message}`, `    ${error.hint}`]),
    ...(checked?.problems.slice(0, 5).map(({ message }) => `    ${message}`) ?? []),
  ]
}

function eitherOr(): AnlaufError {
  return new AnlaufError('input-invalid', 'What to push is not clear.', {
    hint: 'Give --from FOLDER, or --case ID with --estate FILE; --watch goes with a case.',
  })
}
