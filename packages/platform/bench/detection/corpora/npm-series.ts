import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

import type { Series } from './series.ts'
import { filesOfTar } from './tarball.ts'

/** Larger files cost more than they say; a bench that takes days is run by nobody. */
const largestFile = 4 << 20
const largestPackage = 2 ** 30

/**
 * Makes a git repository of a package's versions, one commit each, without ever running or even writing what is
 * packed: the archives are read in memory and fed to `git fast-import`. Its root commit is empty and depends on the
 * name alone, so that the series falls on the same side of the split wherever it is made. A finished repository is
 * left as it is.
 */
export async function makeSeries(
  { name, versions, keep }: Series,
  { into, onProgress }: { into: string; onProgress: (text: string) => void },
): Promise<void> {
  const finished = join(into, name.replace('/', '+'))
  if (existsSync(finished)) return
  const repository = `${finished}.part`
  rmSync(repository, { recursive: true, force: true })
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository])
  const chosen = evenlySpread(publishedVersions(name), versions)
  const git = spawn(
    'git',
    [`--git-dir=${repository}`, '-c', 'core.compression=1', 'fast-import', '--quiet', '--depth=0'],
    {
      stdio: ['pipe', 'ignore', 'inherit'],
    },
  )
  const ended = new Promise<number | null>((resolve, reject) => {
    git.once('error', reject)
    git.once('close', resolve)
  })
  const write = async (piece: string | Buffer): Promise<void> => {
    if (!git.stdin.write(piece)) await new Promise((resolve) => git.stdin.once('drain', resolve))
  }
  await write(commit(name, 0))
  for (const [place, version] of chosen.entries()) {
    onProgress(`${name}@${version} (${place + 1} of ${chosen.length})`)
    const tar = download(`${name}@${version}`)
    if (tar === undefined) continue
    await write(`${commit(`${name}@${version}`, place + 1)}deleteall\n`)
    for (const { path, bytes } of filesOfTar(tar)) {
      if (bytes.length > largestFile || keep?.test(path) === false || path.endsWith('.map')) continue
      await write(`M 100644 inline ${path}\ndata ${bytes.length}\n`)
      await write(bytes)
      await write('\n')
    }
  }
  git.stdin.end('done\n')
  if ((await ended) !== 0) throw new Error(`git fast-import failed for ${name}`)
  renameSync(repository, finished)
}

/** A commit whose id depends on its place and text only. */
function commit(text: string, place: number): string {
  const seconds = 1_262_304_000 + place * 86_400
  return `commit refs/heads/main\ncommitter corpus <corpus@example.org> ${seconds} +0000\ndata ${Buffer.byteLength(text)}\n${text}\n`
}

/** Later versions are left out, so that the same series comes out whenever it is made. */
const newest = '2026-11-28'

/** Releases only, in the order of publication. */
function publishedVersions(name: string): string[] {
  const { versions, time } = JSON.parse(npm(['view', name, 'versions', 'time', '--json'])) as {
    versions: string | string[]
    time: Readonly<Record<string, string | undefined>>
  }
  return [versions].flat().filter((version) => /^[\d.]+$/.test(version) && (time[version] ?? '') < newest)
}

/** The archive's content, or undefined when it cannot be had or is larger than anything we want. */
function download(packed: string): Buffer | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-corpus-'))
  try {
    const cache = join(folder, 'cache')
    mkdirSync(cache)
    npm(['pack', '--ignore-scripts', '--silent', '--cache', cache, '--pack-destination', folder, packed])
    const archive = readdirSync(folder).find((file) => file.endsWith('.tgz'))
    if (archive === undefined) return undefined
    return gunzipSync(readFileSync(join(folder, archive)), { maxOutputLength: largestPackage })
  } catch (error) {
    process.stderr.write(`  left out: ${packed}: ${String(error).slice(0, 200)}\n`)
    return undefined
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function npm(parameters: readonly string[]): string {
  return execFileSync('npm', parameters, {
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}

function evenlySpread<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items]
  return Array.from(
    { length: most },
    (_, place) => items[Math.round((place * (items.length - 1)) / (most - 1))] as Item,
  )
}
