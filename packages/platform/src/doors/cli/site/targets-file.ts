import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

import { parseLocation } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import { readInputFile } from '../access/input-file.ts'
import type { AnlaufContext } from '../context.ts'
import { parseSiteUrl } from './edition-flags.ts'

/** One place that shows the site. */
export interface SiteTarget {
  readonly name: string
  /** A folder, `sftp:user@host:/path` or `s3:https://host/bucket/prefix`. */
  readonly to: string
  readonly options: readonly string[]
  /** Where readers find it; what was pushed is fetched back from there too. */
  readonly url: string | undefined
  /** True for a place of exercises: nothing real goes there, and no exercise anywhere else. */
  readonly exercise: boolean
  /** The environment with the credentials of this place. */
  readonly env: NodeJS.ProcessEnv
}

/**
 * Reads the file of targets: `{"targets": [{"name", "to", "options"?, "url"?, "exercise"?, "credentials"?}]}`. Credentials stand in
 * a file of their own, `NAME=VALUE` a line, or in the environment; never in this file. Throws `input-invalid`.
 */
export function readTargets(context: AnlaufContext, file: string): readonly SiteTarget[] {
  const text = readInputFile(file, { what: 'file of targets', maxBytes: 256 * 1024 }).toString('utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw unfit(file, 'is no JSON', cause)
  }
  const list = (value as { targets?: unknown } | null)?.targets
  if (!Array.isArray(list) || list.length === 0) throw unfit(file, 'has no list "targets"')
  const targets = list.map((one: unknown, at) => targetOf(context, file, one, at))
  const twice = targets.find(({ name }, at) => targets.findIndex((other) => other.name === name) !== at)
  if (twice !== undefined) throw unfit(file, `names "${twice.name}" twice`)
  return targets
}

const fields = ['name', 'to', 'options', 'url', 'exercise', 'credentials']

function targetOf(context: AnlaufContext, file: string, one: unknown, at: number): SiteTarget {
  const entry = (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>
  const unknown = Object.keys(entry).find((field) => !fields.includes(field))
  if (unknown !== undefined) throw unfit(file, `has an unknown field "${unknown}" in target ${at + 1}`)
  const { name, to, options = [], url, exercise = false, credentials } = entry
  if (typeof name !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(name)) {
    throw unfit(file, `has no plain "name" in target ${at + 1}`)
  }
  const areOptions = Array.isArray(options) && options.every((option) => typeof option === 'string')
  if (typeof to !== 'string' || !areOptions || typeof exercise !== 'boolean') {
    throw unfit(file, `has a field of another kind in the target "${name}"`)
  }
  if (url !== undefined && typeof url !== 'string')
    throw unfit(file, `has a url that is no text in "${name}"`)
  // A mistake is said before anything is written anywhere.
  const isFolder = parseLocation(to).scheme === 'local'
  return {
    name,
    to: isFolder ? resolve(dirname(file), to.replace(/^local:/, '')) : to,
    options,
    url: url === undefined ? undefined : parseSiteUrl(url),
    exercise,
    env: { ...context.process.env, ...credentialsOf(context, file, credentials) },
  }
}

function credentialsOf(context: AnlaufContext, file: string, named: unknown): Record<string, string> {
  if (named === undefined) return {}
  if (typeof named !== 'string') throw unfit(file, 'has "credentials" that name no file')
  const place = resolve(dirname(file), named)
  const text = readInputFile(place, { what: 'file of credentials', maxBytes: 64 * 1024 }).toString('utf8')
  if ((statSync(place).mode & 0o077) !== 0) {
    context.process.stderr.write(
      `Warning: other accounts may read the credentials ${place}. Run: chmod 600 ${place}\n`,
    )
  }
  return Object.fromEntries(
    text
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '' && !line.startsWith('#'))
      .map((line) => {
        const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(line) ?? []
        // The line itself is a secret: it is not shown.
        if (name === undefined || value === undefined) throw unfit(place, 'has a line that is no NAME=VALUE')
        return [name, value]
      }),
  )
}

function unfit(file: string, why: string, cause?: unknown): AnlaufError {
  return new AnlaufError('input-invalid', `${file} ${why}.`, {
    hint: 'Write it like {"targets": [{"name": "one", "to": "sftp:user@host:/srv/status", "url": "https://status.example.org/", "credentials": "one.env"}]}; docs/site.md shows more.',
    cause,
  })
}
