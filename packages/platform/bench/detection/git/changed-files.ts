import { spawn } from 'node:child_process'
import { once } from 'node:events'

import { gitOptions } from './repositories.ts'

/** One file that a commit modified: two blobs of one path. */
export interface ChangedFile {
  readonly commit: string
  readonly path: string
  readonly oldId: string
  readonly newId: string
}

/**
 * Every modification of a regular file in a history, newest commit first, without merges and renames. Symbolic links
 * and submodules are left out. Streams: memory does not grow with the history. Throws when git fails.
 */
export async function* changedFiles(gitDir: string): AsyncGenerator<ChangedFile> {
  const log = ['log', '--all', '--no-merges', '--no-renames', '--diff-filter=M', '--raw', '--no-abbrev', '-z']
  const git = spawn('git', [...gitOptions(gitDir), ...log, '--format=%x01%H'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  let [commit, raw] = ['', '']
  for await (const field of fieldsOf(git.stdout)) {
    if (field.startsWith('\u0001')) {
      commit = field.slice(1)
      continue
    }
    if (field.startsWith(':')) {
      raw = field
      continue
    }
    if (raw === '') continue
    const [oldMode = '', newMode = '', oldId = '', newId = ''] = raw.slice(1).split(' ')
    raw = ''
    if (oldMode.startsWith('100') && newMode.startsWith('100') && oldId !== newId) {
      yield { commit, path: field, oldId, newId }
    }
  }
  if (git.exitCode === null) await once(git, 'close')
  if (git.exitCode !== 0) throw new Error(`git log ended with ${git.exitCode} in ${gitDir}`)
}

/** What stands between NUL bytes; git ends a commit's line with one, too, and a record's first line with a line feed. */
async function* fieldsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of stream) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    let from = 0
    for (let end = bytes.indexOf(0); end !== -1; end = bytes.indexOf(0, from)) {
      const field = bytes.toString('utf8', from, end)
      yield field.startsWith('\n:') ? field.slice(1) : field
      from = end + 1
    }
    rest = bytes.subarray(from)
  }
}
