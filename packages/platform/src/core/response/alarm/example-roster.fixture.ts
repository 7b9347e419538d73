import { readFileSync } from 'node:fs'

import { parseRoster, type Roster } from '../index.ts'

/** The roster that the project ships. */
export const exampleRoster: Roster = (() => {
  const file = new URL('../../../../../../examples/roster.yaml', import.meta.url)
  const parsed = parseRoster(readFileSync(file, 'utf8'), 'roster.yaml')
  if ('roster' in parsed) return parsed.roster
  throw new Error(JSON.stringify(parsed.problems[0]))
})()
