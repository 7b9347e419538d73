import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import * as basic from '@secvisogram/csaf-validator-lib/basic.js'
import validate, { type DocumentTest } from '@secvisogram/csaf-validator-lib/validate.js'

/** OASIS' own JSON schema, strict (with FIRST's schemas for CVSS), and the mandatory tests 6.1.1 to 6.1.33. */
export const csafTests: readonly DocumentTest[] = Object.values<unknown>(basic).filter(
  (one): one is DocumentTest => typeof one === 'function',
)

/** What the validator of the BSI's editor Secvisogram says against a document: `test path: why`. */
export async function csafProblems(document: unknown): Promise<readonly string[]> {
  const { isValid, tests } = await validate(csafTests, document)
  const problems = tests
    .filter((one) => !one.isValid)
    .flatMap(({ name, errors }) =>
      errors.length === 0
        ? [name]
        : errors.map(({ instancePath, message }) => `${name} ${instancePath}: ${message ?? 'invalid'}`),
    )
  return isValid || problems.length > 0 ? problems : ['invalid without a reason']
}

/** Every advisory of a site that was written into a folder, checked: path → problems. */
export async function csafProblemsIn(site: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {}
  for (const path of readdirSync(site, { recursive: true, encoding: 'utf8' })) {
    if (!/^(?:en\/)?advisories\/[^/]+\.json$/.test(path)) continue
    // oxlint-disable-next-line no-await-in-loop -- one after the other is fast enough: 4 ms each
    found[path] = await csafProblems(JSON.parse(readFileSync(join(site, path), 'utf8')))
  }
  return found
}
