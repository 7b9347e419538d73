import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'

import { type Estate, parseEstate } from '../estate/index.ts'

/** The provider that comes with the platform. */
export const exampleEstate: Estate = readExample()

function readExample(): Estate {
  const file = new URL('../../../../../examples/estate.yaml', import.meta.url)
  const parsed = parseEstate(readFileSync(file, 'utf8'), 'examples/estate.yaml')
  assert.ok('estate' in parsed, JSON.stringify(parsed))
  return parsed.estate
}
