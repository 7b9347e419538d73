import type { LintFinding } from './lint-finding.ts'
import type { Estate } from './model.ts'

/**
 * 3-2-1-1-0: three copies with the original, in two kinds of place, one of them elsewhere, one that nobody can
 * delete over the network, none untested. Only for estates that describe their copies.
 */
export function lintLayers({ protection, datasets }: Estate): readonly LintFinding[] {
  const { copies } = protection
  if (copies.length === 0) return []
  const findings: LintFinding[] = []
  for (const { id, copies: named } of datasets) {
    const own = copies.filter((copy) => named.includes(copy.id))
    if (own.length === 1)
      findings.push({
        rule: 'dataset-few-copies',
        object: id,
        message: 'There is one copy beside the original; three in all are the rule.',
        hint: 'Add an off-site or offline copy to its copies.',
      })
    if (own.length > 0 && !own.some(({ kind }) => kind === 'vault' || kind === 'offline'))
      findings.push({
        rule: 'dataset-all-deletable',
        object: id,
        message: 'Whoever gets our credentials can delete every copy.',
        hint: 'Add a copy in a vault or an offline one.',
      })
  }
  for (const { id, kind, testEvery } of copies) {
    if (kind === 'offline' && testEvery === undefined)
      findings.push({
        rule: 'media-never-tested',
        object: id,
        message: 'Nobody says how often its media are read.',
        hint: 'Add testEvery, for instance 90d.',
      })
  }
  return findings
}
