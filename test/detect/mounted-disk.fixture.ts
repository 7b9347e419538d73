import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** A small disk in memory, mounted by the test and gone after it. */
export interface MountedDisk extends Disposable {
  readonly root: string
  remount(how: 'ro' | 'rw'): void
  /** Away under everybody's feet: whoever has files open keeps them, the path leads to an empty folder. */
  detach(): void
}

/** Undefined, and a reason printed, where nobody may mount: the test is skipped. `over`: an existing folder, which stays. */
export function mountedDisk(t: TestContext, over?: string): MountedDisk | undefined {
  if (process.getuid?.() !== 0) {
    t.skip('only root can mount a disk')
    return undefined
  }
  const root = over ?? realpathSync(mkdtempSync(join(tmpdir(), 'anlauf-disk-')))
  try {
    mount('-t', 'tmpfs', '-o', 'size=32m', 'none', root)
  } catch {
    if (over === undefined) rmSync(root, { recursive: true })
    t.skip('this machine does not let root mount a disk')
    return undefined
  }
  let isMounted = true
  return {
    root,
    remount: (how) => mount('-o', `remount,${how}`, root),
    detach() {
      execFileSync('umount', ['-l', root], { stdio: 'ignore' })
      isMounted = false
    },
    [Symbol.dispose]() {
      if (isMounted) execFileSync('umount', ['-l', root], { stdio: 'ignore' })
      if (over === undefined) rmSync(root, { recursive: true })
    },
  }
}

function mount(...args: readonly string[]): void {
  execFileSync('mount', args, { stdio: 'ignore' })
}
