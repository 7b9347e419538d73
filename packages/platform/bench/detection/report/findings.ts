import { appendFileSync, writeFileSync } from 'node:fs'

import type { Finding } from '../measure/outcome.ts'

const mostNamed = 300

export interface FindingKeeper {
  readonly add: (finding: Finding) => void
  /** The one mistake that nothing excuses: each is named, on either half. */
  printCalledClean(): void
}

/** Writes every finding to `file` as it comes, where one is given, and remembers what was called clean. */
export function keepFindings(file: string | undefined): FindingKeeper {
  const named: Finding[] = []
  let calledClean = 0
  if (file !== undefined) writeFileSync(file, '')
  return {
    add(finding) {
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(finding)}\n`)
      if (finding.what !== 'encrypted called clean') return
      calledClean += 1
      if (named.length < mostNamed) named.push(finding)
    },
    printCalledClean() {
      if (calledClean > 0) console.log(`\nEncrypted versions that were called clean: ${calledClean}`)
      for (const { mode, repository, path, newId = '', sizes, reasons } of named) {
        console.log(
          `  ${mode} ${repository} ${path} ${newId} ${sizes.join(' → ')} bytes: ${reasons.join('; ')}`,
        )
      }
    },
  }
}
