import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A backup program and its words. Passwords travel in the environment. */
export interface Program {
  readonly name: string
  readonly env: Readonly<Record<string, string>>
  init(repository: string): readonly string[]
  backup(repository: string, folder: string): readonly string[]
  restore(repository: string, target: string): readonly string[]
  checkReadData(repository: string): readonly string[]
}

const anlaufMain = fileURLToPath(new URL('../../platform/bin/anlauf.js', import.meta.url))
const password = 'bench'

/** Speaks restic's own words, so that both are started alike. */
function resticLike(name: string, start: readonly string[], quiet: readonly string[]): Program {
  return {
    name,
    env: { RESTIC_PASSWORD: password },
    init: (repository) => [...start, 'init', '--repo', repository],
    backup: (repository, folder) => [...start, 'backup', '--repo', repository, ...quiet, folder],
    restore: (repository, target) => [
      ...start,
      'restore',
      'latest',
      '--repo',
      repository,
      '--target',
      target,
      ...quiet,
    ],
    checkReadData: (repository) => [...start, 'check', '--read-data', '--repo', repository, ...quiet],
  }
}

export const anlauf: Program = resticLike('anlauf', [process.execPath, anlaufMain, 'repo'], [])

const borg: Program = {
  name: 'borg',
  env: {
    BORG_PASSPHRASE: password,
    BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK: 'yes',
    BORG_RELOCATED_REPO_ACCESS_IS_OK: 'yes',
  },
  init: (repository) => ['borg', 'init', '-e', 'repokey', repository],
  backup: (repository, folder) => [
    'borg',
    'create',
    '-C',
    'zstd,3',
    `${repository}::{now:%Y%m%d%H%M%S%f}`,
    folder,
  ],
  restore: (repository, target) => [
    'sh',
    '-c',
    'mkdir -p "$2" && cd "$2" && borg extract "$1::$(borg list --last 1 --short "$1")"',
    'sh',
    repository,
    target,
  ],
  checkReadData: (repository) => ['borg', 'check', '--verify-data', repository],
}

/** Every peer that this machine has on PATH; restic is the one the goals speak of. */
export function peersOnPath(): Program[] {
  const known = [
    resticLike('restic', ['restic', '--no-cache'], ['-q']),
    resticLike('rustic', ['rustic', '--no-progress'], []),
    borg,
  ]
  const folders = (process.env['PATH'] ?? '').split(':')
  return known.filter(({ name }) => folders.some((folder) => existsSync(`${folder}/${name}`)))
}
