import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

import type { Repository } from '@anlauf/repository'
import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../../core/failure.ts'
import { openFeatures } from '../../../../phases/detect/index.ts'
import { huntHistory, type HuntOptions } from '../../../../phases/recover/index.ts'
import { openNamedRepository, type RepositoryFlags, repositoryFlags } from '../../access/repository-access.ts'
import { openStores } from '../../access/stores.ts'
import type { AnlaufContext } from '../../context.ts'
import { featuresFlag } from '../../detect/features.ts'
import { historyScope, historyScopeFlags, type HistoryScopeFlags } from '../../detect/history-scope.ts'
import { type NoLockFlag, noLockFlag, readingLock } from '../../repo/reading-lock.ts'
import { printJson, printLines, progressLine } from '../../terminal/output.ts'
import { languageFlag } from '../../flags/language.ts'
import { huntLines } from './lines.ts'
import { type RecalledHunt, recallHits } from './recall-hits.ts'
import { huntWords } from './words.ts'

interface HuntFlags extends RepositoryFlags, HistoryScopeFlags, NoLockFlag {
  readonly sha256?: readonly string[]
  readonly rules?: readonly string[]
  readonly readLarge: boolean
  readonly lookInside: boolean
  readonly features?: string
  readonly released?: readonly string[]
  readonly language: 'en' | 'de'
  readonly json: boolean
}

export const recoverHunt = buildCommand<HuntFlags, [], AnlaufContext>({
  docs: {
    brief:
      'Find a hash, or what rules match, in every version of every file of all backups, and what of it was handed out',
    fullDescription:
      'A hash is answered from directories where a file is one blob, and from what runs before have learned: hashes of larger files, and what lies in containers. --read-large and --look-inside read the rest. Rules run over each different content once, and into containers: programs first, then containers, then the rest, newest first; stopped, the same command goes on. What could not be answered is counted. Hits that were released or handed back come first, with whom they went to. Exit code 1 says that something was found, 3 that nothing was found and something could not be answered.',
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
        brief: 'SHA-256 of a file, or of something in a container (repeatable)',
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
      lookInside: {
        kind: 'boolean',
        default: false,
        brief: 'Read what nobody has looked into yet, and take containers apart',
      },
      features: { ...featuresFlag, optional: true },
      released: {
        kind: 'parsed',
        parse: String,
        optional: true,
        variadic: true,
        brief: 'Clean room, or folder with receipts, of releases from another machine (repeatable)',
        placeholder: 'folder',
      },
      noLock: noLockFlag,
      language: languageFlag,
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
    const insides = stores.insidesOf(repository)
    const { verdicts, knownHashes } = stores
    const scanner = rules.length === 0 ? undefined : await this.startScanner({ rules, verdicts, insides })
    await using _scanner = { [Symbol.asyncDispose]: async () => scanner?.close() }
    const splitter = await this.openContainers()
    await using _splitter = { [Symbol.asyncDispose]: () => splitter.close() }
    mkdirSync(this.home, { recursive: true, mode: 0o700 })
    const folder = mkdtempSync(join(this.home, 'hunt-'))
    using _folder = { [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) }
    using progress = progressLine(this, { quiet: flags.json })
    const report = await huntHistory(repository, {
      hashes,
      ...(scanner === undefined ? {} : { engine: { scanner, verdicts } }),
      inside: { known: insides, splitter, looks: flags.lookInside },
      readsLarge: flags.readLarge,
      known: knownHashes,
      ...headsOf(flags, repository),
      staging: join(folder, 'staging'),
      ...scope,
      signal: this.signal,
      onProgress: (figures) => progress.update({ phase: 'hunt', ...figures }),
    })
    const ask = {
      hashes,
      way: splitter.policyDigest,
      folders: (flags.released ?? []).map((one) => resolve(one)),
    }
    const recalled = await recallHits(this, { stores, insides }, report, ask)
    progress.end()
    if (recalled.hits.length > 0) this.process.exitCode = 1
    else if (isOpen(recalled)) this.process.exitCode = 3
    if (flags.json) printJson(this, recalled)
    else printLines(this, huntLines(recalled, huntWords[flags.language]))
  },
})

/** Something was asked and could not be answered: no hit is then no answer either. */
function isOpen({ open, problems, stopped, releases }: RecalledHunt): boolean {
  const { notKnown, notLookedInto, unreadable } = releases
  const count = open.length + problems.length + notKnown.length + notLookedInto + unreadable.length
  return count > 0 || stopped !== undefined
}

/** The records that backups left say what a file is whose name does not. */
function headsOf({ features }: HuntFlags, repository: Repository): Pick<HuntOptions, 'headOf'> {
  if (features === undefined) return {}
  const store = openFeatures(features, repository)
  return {
    headOf({ content }) {
      const first = content?.[0]
      return first === undefined ? undefined : store.summary(first)?.head
    },
  }
}

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
