import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { printName } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../core/failure.ts'
import { type HuntHit, huntHistory, type HuntReport } from '../../../phases/recover/index.ts'
import type { AnlaufContext } from '../context.ts'
import { historyScope, historyScopeFlags, type HistoryScopeFlags } from '../detect/history-scope.ts'
import { counted, formatBytes, formatCount, printJson, printLines, progressLine } from '../terminal/output.ts'
import { type NoLockFlag, noLockFlag, readingLock } from '../repo/reading-lock.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../access/repository-access.ts'
import { openStores } from '../access/stores.ts'

interface HuntFlags extends RepositoryFlags, HistoryScopeFlags, NoLockFlag {
  readonly sha256?: readonly string[]
  readonly rules?: readonly string[]
  readonly readLarge: boolean
  readonly json: boolean
}

export const recoverHunt = buildCommand<HuntFlags, [], AnlaufContext>({
  docs: {
    brief: 'Find a hash, or what rules match, in every version of every file of all backups',
    fullDescription:
      'A hash is answered from directories where a file is one blob, and from what runs before have learned; --read-large reads the other files. Rules run over each different content once, and into containers. What could not be answered is counted. Exit code 1 says that something was found, 3 that nothing was found and something could not be answered.',
  },
  parameters: {
    flags: {
      ...repositoryFlags,
      ...historyScopeFlags,
      sha256: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'SHA-256 of a whole file (repeatable)',
        placeholder: 'hash',
      },
      rules: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'File or folder with YARA rules to hunt with, without the bundled ones (repeatable)',
        placeholder: 'rules',
      },
      readLarge: {
        kind: 'boolean',
        default: false,
        brief: 'Read files of several blobs whose hash is not known yet',
      },
      noLock: noLockFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
  },
  async func(flags) {
    const hashes = (flags.sha256 ?? []).map(parseHash)
    const rules = (flags.rules ?? []).map((place) => resolve(place))
    if (hashes.length + rules.length === 0) throw nothingToHunt()
    const repository = await openNamedRepository(this, flags)
    const scope = await historyScope(flags, repository)
    await using _lock = await readingLock(this, repository, flags)
    await using stores = await openStores(this)
    const { verdicts, knownHashes } = stores
    const scanner = rules.length === 0 ? undefined : await this.startScanner({ rules, verdicts })
    await using _scanner = { [Symbol.asyncDispose]: async () => scanner?.close() }
    mkdirSync(this.home, { recursive: true, mode: 0o700 })
    const folder = mkdtempSync(join(this.home, 'hunt-'))
    using _folder = { [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
    using progress = progressLine(this, { quiet: flags.json })
    const report = await huntHistory(repository, {
      hashes,
      ...(scanner === undefined ? {} : { engine: { scanner, verdicts } }),
      readsLarge: flags.readLarge,
      known: knownHashes,
      staging: join(folder, 'staging'),
      ...scope,
      signal: this.signal,
      onProgress: (figures) => progress.update({ phase: 'hunt', ...figures }),
    })
    progress.end()
    if (report.hits.length > 0) this.process.exitCode = 1
    else if (report.open.length + report.problems.length > 0) this.process.exitCode = 3
    if (flags.json) printJson(this, report)
    else printLines(this, huntLines(report))
  },
})

function parseHash(text: string): string {
  if (/^[0-9a-f]{64}$/i.test(text)) return text.toLowerCase()
  throw new AnlaufError('input-invalid', `"${text}" is no SHA-256 hash.`, {
    hint: 'Give 64 hexadecimal digits; "sha256sum FILE" prints them.',
  })
}

function nothingToHunt(): AnlaufError {
  return new AnlaufError('input-invalid', 'Nothing to hunt for was named.', {
    hint: 'Give --sha256 with a hash, --rules with YARA rules, or both.',
  })
}

/** Places of one content that are shown; the JSON has all. */
const shown = 20

function huntLines({ hits, open, problems, counters }: HuntReport): string[] {
  const { snapshots, filesSeen, contents, contentsRead, bytesRead, fromCache } = counters
  return [
    ...hits.flatMap(hitLines),
    ...open.map(
      ({ cause, contents, bytes }) =>
        `open: ${counted(contents, 'content')}, ${formatBytes(bytes)} (${cause})${cause === 'hashNotKnown' ? '; --read-large reads them' : ''}`,
    ),
    ...problems
      .slice(0, shown)
      .map(({ path, message }) => `not read: ${printName(path)}: ${printName(message)}`),
    hits.length === 0 ? 'Nothing was found.' : `${counted(hits.length, 'content')} found.`,
    `${counted(snapshots, 'snapshot')}, ${counted(filesSeen, 'file')}, ${counted(contents, 'different content')}; ${formatCount(contentsRead)} read (${formatBytes(bytesRead)}), ${formatCount(fromCache)} known before.`,
  ]
}

function hitLines({ sha256, size, verdict, matches, sightings }: HuntHit): string[] {
  const rest = sightings.length - shown
  return [
    `${sha256}  ${formatBytes(size)}  ${verdict}${matches.length > 0 ? `: ${matches.map(printName).join(', ')}` : ''}`,
    ...sightings
      .slice(0, shown)
      .map(
        ({ tenant, host, path, firstSeen, lastSeen, snapshots }) =>
          `    ${printName(tenant)}  ${printName(`${host}:${path}`)}  ${firstSeen.time} to ${lastSeen.time}, ${counted(snapshots, 'snapshot')}`,
      ),
    ...(rest > 0 ? [`    and ${formatCount(rest)} more places; --json names them all`] : []),
  ]
}
