import { spawnSync } from 'node:child_process'

export const password = 'correct horse battery staple'

/** Runs Debian's restic on a repository of the tests; throws with its words when it fails. */
export function restic(repository: string, ...parameters: readonly string[]): string {
  return resticWith(password, repository, ...parameters)
}

/** The same with another password. */
export function resticWith(secret: string, repository: string, ...parameters: readonly string[]): string {
  const run = spawnSync('restic', ['--no-cache', '-r', repository, ...parameters], {
    encoding: 'utf8',
    env: { ...process.env, RESTIC_PASSWORD: secret },
    maxBuffer: 64 * 1024 * 1024,
  })
  if (run.status === 0) return run.stdout + run.stderr
  throw new Error(`restic ${parameters.join(' ')} ended with ${run.status}: ${run.stdout}${run.stderr}`)
}
