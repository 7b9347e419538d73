import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'

import { backup, type Repository } from '@anlauf/repository'

import { emptyRepository, temporaryFolder } from '../../../../../repository/src/small-repository.fixture.ts'
import type { AttackMode } from '../../../drill/attack/index.ts'
import { lock } from '../../../drill/attack/some-modes.fixture.ts'
import { detectHistory, type DetectOptions } from '../detect-history.ts'
import type { HistoryReport, JudgedFile } from '../report.ts'

/** A small office with a backup every night. Paths are below `/srv`. */
export interface Office {
  readonly repository: Repository
  /** Where the repository lies. */
  readonly place: string
  /** The folder that is backed up. */
  readonly root: string
  write(path: string, bytes: Uint8Array | string): void
  read(path: string): Buffer
  remove(path: string): void
  rename(from: string, to: string): void
  /** Encrypts in place, under a new name if one is given. */
  encrypt(path: string, mode: AttackMode, newPath?: string): void
  /** A new file with the ciphertext, then away with the old one. */
  replace(path: string, mode: AttackMode, newPath: string): void
  /** Backs up; the id of the snapshot. */
  night(hostname?: string): Promise<string>
  detect(options?: DetectOptions): Promise<Verdicts>
}

/** A report with the questions that tests ask. */
export interface Verdicts {
  readonly report: HistoryReport
  readonly file: (path: string) => JudgedFile | undefined
  /** Newest verdict of a path; undefined when it was never judged. */
  readonly last: (path: string) => string | undefined
  readonly reasons: (path: string) => string
  /** Verdict of a path in one snapshot. */
  readonly in: (path: string, snapshot: string) => string | undefined
  readonly convicted: () => string[]
}

const firstNight = Date.parse('2026-03-02T02:00:00Z')

export async function openOffice(t: TestContext): Promise<Office> {
  const { place, repository } = await emptyRepository(t)
  const root = join(temporaryFolder(t), 'root')
  mkdirSync(join(root, 'srv'), { recursive: true })
  const at = (path: string) => join(root, 'srv', path)
  let [nights, keys] = [0, 0]
  // Every hit has a keystream of its own: the same one twice would give the content back.
  const locked = (mode: AttackMode, path: string) => lock(mode, office.read(path), `${path}/${(keys += 1)}`)
  const office: Office = {
    repository,
    place,
    root,
    write(path, bytes) {
      mkdirSync(dirname(at(path)), { recursive: true })
      writeFileSync(at(path), bytes)
    },
    read: (path) => readFileSync(at(path)),
    remove: (path) => rmSync(at(path), { recursive: true }),
    rename: (from, to) => renameSync(at(from), at(to)),
    encrypt(path, mode, newPath) {
      writeFileSync(at(path), locked(mode, path))
      if (newPath !== undefined) renameSync(at(path), at(newPath))
    },
    replace(path, mode, newPath) {
      writeFileSync(at(newPath), locked(mode, path))
      rmSync(at(path))
    },
    async night(hostname = 'files1') {
      nights += 1
      const { snapshot } = await backup(repository, {
        paths: [join(root, 'srv')],
        asRoot: root,
        hostname,
        time: new Date(firstNight + nights * 86_400_000),
      })
      if (snapshot === undefined) throw new Error('no snapshot')
      return snapshot.id
    },
    detect: async (options) => verdictsOf(await detectHistory(repository, options)),
  }
  return office
}

export function verdictsOf(report: HistoryReport): Verdicts {
  const file = (path: string) => report.files.find((one) => one.path === `/srv/${path}`)
  return {
    report,
    file,
    last: (path) => file(path)?.versions.at(-1)?.verdict,
    reasons: (path) => file(path)?.versions.at(-1)?.reasons.join('; ') ?? '',
    in: (path, snapshot) =>
      file(path)?.versions.findLast((version) => version.snapshot === snapshot)?.verdict,
    convicted: () =>
      report.files
        .filter(({ versions }) => versions.some(({ verdict }) => verdict === 'convicted'))
        .map(({ path }) => path.replace(/^\/srv\//, ''))
        .sort(),
  }
}
