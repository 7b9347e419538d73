import type { PlayedEdition } from '../../doors/cli/index.ts'

/** What a reader of the signed site would hold against it fails the drill. */
export function siteFailures({ problems }: PlayedEdition): string[] {
  return problems.length === 0 ? [] : [`the public site does not verify: ${problems.slice(0, 3).join('; ')}`]
}

/** The line of the score, and below it how anybody checks the site himself. */
export function siteRows(edition: PlayedEdition): readonly [string, string, boolean?][] {
  const { folder, sequence, fingerprint } = edition
  return [
    ['Public site', `edition ${sequence}, signed, in ${folder}`, siteFailures(edition).length === 0],
    ['  checked by', `npx anlauf site verify --fingerprint ${fingerprint} ${folder}`],
  ]
}
