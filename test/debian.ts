import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * Makes a program of a Debian package available; installs it when this is root on a machine with apt.
 * Returns false when the program is there, otherwise the reason, for `test(…, { skip })`.
 */
export function needProgram(program: string, debianPackage: string): string | false {
  return needed(program, debianPackage, () => isThere(program))
}

/** The same for a module of Debian's Python, whatever other Pythons there are. */
export function needPythonModule(module: string, debianPackage: string): string | false {
  const canImport = (): boolean => spawnSync(debianPython, ['-c', `import ${module}`]).status === 0
  return needed(`the module ${module}`, debianPackage, canImport)
}

export const debianPython = '/usr/bin/python3'

function needed(program: string, debianPackage: string, isInstalled: () => boolean): string | false {
  if (isInstalled()) return false
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    return `${program} is missing and this is not root on Debian; install the package ${debianPackage}`
  }
  const install = spawnSync('flock', [lockFile, 'sh', '-c', installation, 'sh', program, debianPackage], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
  })
  return isInstalled()
    ? false
    : `${debianPackage} cannot be installed: ${(install.stderr ?? '').trim().slice(0, 300)}`
}

// Test files run side by side, and apt's own lock covers one of its calls only: the second file waits here and then finds
// what the first one installed.
const lockFile = join(tmpdir(), 'anlauf-test-apt.lock')

// The lists are fetched only when apt does not know the package (a fresh container has none) or its files have moved on.
const installation = `
command -v "$1" >/dev/null && exit 0
install() { apt-get install -y -qq -o DPkg::Lock::Timeout=300 "$2" >/dev/null; }
install "$@" 2>/dev/null && exit 0
apt-get update -qq >/dev/null 2>&1
install "$@"`

function isThere(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(`${folder}/${program}`))
}
