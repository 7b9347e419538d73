import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

import { sourceDigest } from './source-digest.ts'

/** A folder that can be served, or why there is none. */
export type ConsoleBuild =
  | { readonly kind: 'ready'; readonly folder: string; readonly isNew: boolean }
  | { readonly kind: 'failed'; readonly reason: string }

const installation = fileURLToPath(new URL('../../..', import.meta.url))
/** A build takes 2 to 4 s on two cores; a machine that needs a minute has other troubles. */
const limitMs = 120_000

/** The built console of exactly these sources; builds it where it is missing. Never throws. */
export async function prepareConsole(root: string = installation): Promise<ConsoleBuild> {
  try {
    const folder = join(root, 'node_modules/.cache/anlauf-console', sourceDigest(root))
    if (existsSync(join(folder, 'index.html'))) return { kind: 'ready', folder, isNew: false }
    await build(folder)
    return { kind: 'ready', folder, isNew: true }
  } catch (error) {
    return { kind: 'failed', reason: reasonOf(error) }
  }
}

async function build(folder: string): Promise<void> {
  const cache = dirname(folder)
  await mkdir(cache, { recursive: true })
  const beside = await mkdtemp(join(cache, 'building-'))
  try {
    // A child, because the builder's native memory would stay with the server for weeks.
    const script = fileURLToPath(new URL('build-into.ts', import.meta.url))
    await promisify(execFile)(process.execPath, [script, beside], { timeout: limitMs })
    await rename(beside, folder).catch((error: unknown) => {
      // Somebody else was faster with the same sources.
      if (!existsSync(join(folder, 'index.html'))) throw error
    })
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
  await dropOthers(cache, folder)
}

/** Older builds go; one that another process is at stays. */
async function dropOthers(cache: string, folder: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const other = join(cache, name)
    if (other !== folder && !name.startsWith('building-')) await rm(other, { recursive: true, force: true })
  }
}

function reasonOf(error: unknown): string {
  const { stderr, message } = error as Error & { stderr?: string }
  const said = stderr?.trim()
  return (said === undefined || said === '' ? message : said).slice(0, 2000)
}
