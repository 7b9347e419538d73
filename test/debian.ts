import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

/**
 * Makes a program of a Debian package available; installs it when this is root on a machine with apt.
 * Returns false when the program is there, otherwise the reason, for `test(…, { skip })`.
 */
export function needProgram(program: string, debianPackage: string): string | false {
  if (isThere(program)) return false
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return `${program} is missing and this is not root on Debian; install the package ${debianPackage}`
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' })
  const install = spawnSync('apt-get', ['install', '-y', '-qq', debianPackage], { env, encoding: 'utf8' })
  return isThere(program)
    ? false
    : `${debianPackage} cannot be installed: ${install.stderr.trim().slice(0, 300)}`
}

function isThere(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`))
}
