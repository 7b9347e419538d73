import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

import { parseWorkplace, type Workplace } from '../../../core/jobs/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { readInputFile } from '../access/input-file.ts'

const maxBytes = 1024 * 1024

/**
 * The workplace file: the named one, else `anlauf.yaml` in the home; undefined when there is none, and then the server
 * only shows. Paths in it are relative to the file. Throws `workplace-invalid` with the first problem.
 */
export function readWorkplace(home: string, named: string | undefined): Workplace | undefined {
  const file = named ?? join(home, 'anlauf.yaml')
  if (named === undefined && !existsSync(file)) return undefined
  const parsed = parseWorkplace(
    readInputFile(file, { what: 'workplace file', maxBytes }).toString('utf8'),
    file,
  )
  if ('workplace' in parsed) return absolute(parsed.workplace, dirname(resolve(file)))
  const [first] = parsed.problems
  const more = parsed.problems.length > 1 ? ` (and ${parsed.problems.length - 1} more)` : ''
  throw new AnlaufError(
    'workplace-invalid',
    `${file}:${first?.line ?? 1}:${first?.column ?? 1}: ${first?.message ?? 'unreadable'}${more}.`,
    {
      hint: first?.hint ?? 'See docs/api.md.',
      context: { points: parsed.problems.map(({ line, message }) => `${line}: ${message}`) },
    },
  )
}

function absolute(workplace: Workplace, base: string): Workplace {
  const from = (path: string): string => resolve(base, path)
  const { isolationProof, mail, outside, plan, repositories, roster, site } = workplace
  const mailbox = outside?.mailbox
  return {
    ...workplace,
    estate: from(workplace.estate),
    folder: from(workplace.folder),
    ...(plan !== undefined && { plan: from(plan) }),
    ...(mail !== undefined && { mail: from(mail) }),
    ...(roster !== undefined && { roster: from(roster) }),
    ...(site !== undefined && { site: { ...site, targets: from(site.targets) } }),
    ...(isolationProof !== undefined && { isolationProof: from(isolationProof) }),
    ...(outside !== undefined &&
      mailbox !== undefined && {
        outside: {
          ...outside,
          mailbox: {
            ...(mailbox.maildir !== undefined && { maildir: from(mailbox.maildir) }),
            ...(mailbox.imap !== undefined && {
              imap: { ...mailbox.imap, passwordFile: from(mailbox.imap.passwordFile) },
            }),
          },
        },
      }),
    rules: workplace.rules.map(from),
    knownBad: workplace.knownBad.map(from),
    knownGood: workplace.knownGood.map(from),
    repositories: repositories.map((one) => ({
      ...one,
      // "rest:", "s3:" and "sftp:" name places elsewhere.
      location: /^(?:rest|s3|sftp|local):/.test(one.location) ? one.location : from(one.location),
      passwordFile: from(one.passwordFile),
      ...(one.cacert !== undefined && { cacert: from(one.cacert) }),
    })),
  }
}
