import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A backup program and its words. Passwords travel in the environment. */
export interface Program {
  readonly name: string
  readonly env: Readonly<Record<string, string>>
  init(repository: string): readonly string[]
  backup(repository: string, folder: string): readonly string[]
  /** The newest snapshot of the folder. */
  restore(repository: string, target: string, folder: string): readonly string[]
  checkReadData(repository: string): readonly string[]
}

/** One that speaks restic's format: it can be asked about a repository that we wrote. */
export interface ResticLike extends Program {
  snapshots(repository: string): readonly string[]
  listBlobs(repository: string): readonly string[]
}

const anlaufMain = fileURLToPath(new URL('../../platform/bin/anlauf.js', import.meta.url))
export const password = 'bench'

/** Speaks restic's own words, so that both are started alike. */
function resticLike(name: string, start: readonly string[], quiet: readonly string[]): ResticLike {
  const words = (...more: readonly string[]): readonly string[] => [...start, ...more, ...quiet]
  return {
    name,
    env: { RESTIC_PASSWORD: password },
    init: (repository) => [...start, 'init', '--repo', repository],
    backup: (repository, folder) => words('backup', folder, '--repo', repository),
    restore: (repository, target) => words('restore', 'latest', '--repo', repository, '--target', target),
    checkReadData: (repository) => words('check', '--read-data', '--repo', repository),
    snapshots: (repository) => words('snapshots', '--repo', repository),
    listBlobs: (repository) => words('list', 'blobs', '--repo', repository),
  }
}

export const anlauf: ResticLike = resticLike('anlauf', [process.execPath, anlaufMain, 'repo'], [])
export const restic: ResticLike = resticLike('restic', ['restic', '--no-cache'], ['-q'])

const rustic: Program = {
  name: 'rustic',
  env: { RUSTIC_PASSWORD: password, RUSTIC_NO_CACHE: 'true', RUSTIC_NO_PROGRESS: 'true' },
  init: (repository) => ['rustic', '-r', repository, 'init'],
  backup: (repository, folder) => ['rustic', '-r', repository, 'backup', folder],
  restore: (repository, target) => ['rustic', '-r', repository, 'restore', 'latest', target],
  checkReadData: (repository) => ['rustic', '-r', repository, 'check', '--read-data'],
}

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

const kopia: Program = {
  name: 'kopia',
  env: { KOPIA_PASSWORD: password, KOPIA_CHECK_FOR_UPDATES: 'false' },
  init: (repository) => [...kopiaOf(repository), 'repository', 'create', 'filesystem', '--path', repository],
  backup: (repository, folder) => [...kopiaOf(repository), 'snapshot', 'create', folder],
  restore: (repository, target, folder) => [...kopiaOf(repository), 'restore', folder, target],
  checkReadData: (repository) => [...kopiaOf(repository), 'snapshot', 'verify', '--verify-files-percent=100'],
}

/** kopia keeps what it knows of a repository in a file of the user. */
function kopiaOf(repository: string): readonly string[] {
  return ['kopia', '--config-file', `${repository}.config`, '--no-progress']
}

/** Every peer that this machine has on PATH; restic is the one the goals speak of. */
export function peersOnPath(): Program[] {
  const folders = (process.env['PATH'] ?? '').split(':')
  return [restic, rustic, kopia, borg].filter(({ name }) =>
    folders.some((folder) => existsSync(`${folder}/${name}`)),
  )
}
