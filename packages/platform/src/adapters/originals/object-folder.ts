import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the parts of the store lie. */
export interface ObjectPlaces {
  folder(sha256: string): string
  content(sha256: string): string
  key(sha256: string, caseId: string): string
  /** Every file with that key, also beside damaged copies that were set aside. */
  keys(sha256: string, caseId: string): readonly string[]
  /** Cases that have a key to the object. */
  cases(sha256: string): readonly string[]
  /** Stays when a case has erased the object: it does not come back to that case. */
  tombstone(sha256: string, caseId: string): string
  /** A new folder to write in, named after this process. */
  incoming(): string
  setAside(sha256: string): void
}

export function objectPlaces(store: string): ObjectPlaces {
  const folder = (sha256: string): string => join(store, 'objects', sha256.slice(0, 2), sha256)
  return {
    folder,
    content: (sha256) => join(folder(sha256), 'content'),
    key: (sha256, caseId) => join(folder(sha256), `${caseId}.key`),
    keys: (sha256, caseId) =>
      [folder(sha256), ...setAsideOf(join(store, 'damaged'), sha256)]
        .map((one) => join(one, `${caseId}.key`))
        .filter((file) => existsSync(file)),
    cases: (sha256) =>
      existsSync(folder(sha256))
        ? readdirSync(folder(sha256)).flatMap((name) => /^(.+)\.key$/.exec(name)?.[1] ?? [])
        : [],
    tombstone(sha256, caseId) {
      mkdirSync(join(store, 'erased'), { recursive: true, mode: 0o700 })
      return join(store, 'erased', `${sha256}.${caseId}`)
    },
    incoming() {
      sweep(join(store, 'incoming'))
      const fresh = join(store, 'incoming', `${process.pid}-${randomBytes(8).toString('hex')}`)
      mkdirSync(fresh, { recursive: true, mode: 0o700 })
      return fresh
    },
    setAside(sha256) {
      mkdirSync(join(store, 'damaged'), { recursive: true, mode: 0o700 })
      renameSync(folder(sha256), join(store, 'damaged', `${sha256}-${randomBytes(4).toString('hex')}`))
    },
  }
}

function setAsideOf(damaged: string, sha256: string): readonly string[] {
  if (!existsSync(damaged)) return []
  return readdirSync(damaged).flatMap((name) => (name.startsWith(sha256) ? [join(damaged, name)] : []))
}

/** What writers left that were killed. A number that another process has by now is swept later. */
function sweep(incoming: string): void {
  if (!existsSync(incoming)) return
  for (const name of readdirSync(incoming)) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1] ?? 0)
    if (pid === process.pid || isAlive(pid)) continue
    rmSync(join(incoming, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Writes a new file and waits until it is on disk. */
export async function writeNew(
  file: string,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const handle = await open(file, 'wx', 0o400)
  try {
    for await (const bytes of content) await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A new name is on disk when its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Puts a small file under a name that nobody has yet; true when it was put. */
export async function placeOnce(file: string, bytes: Buffer): Promise<boolean> {
  const fresh = `${file}.${randomBytes(6).toString('hex')}.part`
  await writeNew(fresh, [bytes])
  try {
    linkSync(fresh, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(fresh, { force: true })
    await syncFolder(join(file, '..'))
  }
}

export function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
