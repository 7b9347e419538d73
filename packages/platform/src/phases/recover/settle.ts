import { createHash } from 'node:crypto'

import { encodeName } from '@anlauf/repository'

import type { ItemOutcome } from './journal.ts'
import type { ManifestLine } from './manifest.ts'
import type { JudgedContent } from './one-pass.ts'
import type { PlanItem } from './plan.ts'
import type { Quarantine } from './quarantine.ts'
import type { EngineDescription, Verdict } from './scanner.ts'
import { publishBytes, publishFile, publishLink } from './unit-folder.ts'

/**
 * What becomes of every item of one content: clean ones are published, infected ones sealed, everything
 * else is sealed and waits for a person. Only the verdict `clean` ever reaches the clean room.
 */
export async function settleContent(
  judged: JudgedContent,
  units: ReadonlyMap<string, { readonly folder: string }>,
  quarantine: Quarantine,
): Promise<readonly { unit: string; outcome: ItemOutcome }[]> {
  const { items } = judged.content
  if ('problem' in judged) {
    const { code, message } = judged.problem
    return items.map(({ unit, item }) => ({ unit, outcome: review(item, code, message) }))
  }
  const { sha256, verdict, from } = judged
  if (verdict.verdict === 'clean') {
    return items.flatMap(({ unit, item }) => {
      const folder = units.get(unit)?.folder
      if (folder === undefined) return []
      if (typeof from === 'string') publishFile(folder, item, from)
      else publishBytes(folder, item, from)
      return [{ unit, outcome: { kind: 'clean', line: manifestLine(item, sha256, item.size, verdict) } }]
    })
  }
  await quarantine.seal(sha256, from)
  quarantine.note(items.map(({ unit, item: { host, path } }) => ({ unit, host, path, sha256, verdict })))
  return items.map(({ unit, item }) => ({ unit, outcome: held(item, sha256, verdict) }))
}

/** Makes a symbolic link, or sends one that leads out of its machine's folder to a person. */
export function settleLink(item: PlanItem, folder: string, engine: EngineDescription): ItemOutcome {
  if (!publishLink(folder, item)) {
    return review(item, 'link-leads-outside', 'The link leads out of the restored folder and was not made.')
  }
  const target = encodeName(item.linkTarget ?? '')
  const sha256 = createHash('sha256').update(target).digest('hex')
  return { kind: 'clean', line: manifestLine(item, sha256, target.length, engine) }
}

function held(item: PlanItem, sha256: string, verdict: Verdict): ItemOutcome {
  const { host, path } = item
  if (verdict.verdict === 'infected') return { kind: 'quarantined', host, path, sha256, verdict }
  const cause = verdict.cause ?? verdict.verdict
  const rules = verdict.matches.length > 0 ? `: ${verdict.matches.join(', ')}` : ''
  return {
    kind: 'caseReview',
    host,
    path,
    cause,
    detail: `${verdict.engine} says ${verdict.verdict}${rules}`,
    sha256,
  }
}

function review(item: PlanItem, cause: string, detail: string): ItemOutcome {
  return { kind: 'caseReview', host: item.host, path: item.path, cause, detail }
}

function manifestLine(
  item: PlanItem,
  sha256: string,
  size: number,
  { engine, ruleSetDigest }: { engine: string; ruleSetDigest: string },
): ManifestLine {
  const { host, path, type, mode, mtime, snapshot, reason } = item
  return {
    host,
    path,
    type,
    size,
    sha256,
    verdict: 'clean',
    engine,
    ruleSetDigest,
    mode,
    mtime,
    snapshot,
    reason,
  }
}
