import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Downloads a Debian package and unpacks its files, without installing it or running its scripts. Needs apt-get and
 * dpkg-deb; a package that the machine's lists do not offer is named and left out.
 */
export function unpackDebian(name: string, into: string): void {
  const finished = join(into, name)
  if (existsSync(finished)) return
  mkdirSync(into, { recursive: true })
  const folder = mkdtempSync(join(into, 'part-'))
  try {
    execFileSync('apt-get', ['download', '--quiet', '--quiet', '-o', 'APT::Sandbox::User=root', name], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const archive = readdirSync(folder).find((file) => file.endsWith('.deb'))
    if (archive === undefined) throw new Error('nothing was downloaded')
    execFileSync('dpkg-deb', ['-x', join(folder, archive), join(folder, 'files')])
    renameSync(join(folder, 'files'), finished)
  } catch (error) {
    process.stderr.write(`  left out: ${name}: ${String(error).slice(0, 200)}\n`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
