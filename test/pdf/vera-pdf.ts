import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

import { needProgram } from '../debian.ts'

const here = import.meta.dirname
const kept = join(here, '../../node_modules/.cache/verapdf-1.26.5')

/**
 * Makes veraPDF, the reference validator, available: from Maven, compiled with a small program of ours. Returns false
 * when it is there, otherwise the reason, for `test(…, { skip })`.
 */
export function needVeraPdf(): string | false {
  const lacking = needProgram('javac', 'default-jdk-headless') || needProgram('mvn', 'maven')
  if (lacking !== false) return lacking
  mkdirSync(kept, { recursive: true })
  const made = spawnSync('flock', [join(kept, 'lock'), 'sh', '-ec', installation, 'sh', here, kept], {
    encoding: 'utf8',
  })
  return existsSync(join(kept, 'classes/Validate.class'))
    ? false
    : `veraPDF cannot be installed: ${`${made.stdout}${made.stderr}`.trim().slice(-300)}`
}

// The class comes last: where it is, everything is. A changed program is compiled again.
const installation = `
[ "$2/classes/Validate.class" -nt "$1/Validate.java" ] && exit 0
mvn -q -B -f "$1/pom.xml" dependency:copy-dependencies -DoutputDirectory="$2/jars"
javac -cp "$2/jars/*" -d "$2/classes" "$1/Validate.java"`

type Profile = '2a' | '2b' | 'ua1'

/** What the validator says of files, one line a profile and file: "valid …", or "invalid … | rule | rule". */
export function validatePdf(profiles: readonly Profile[], files: readonly string[]): readonly string[] {
  const run = spawnSync(
    'java',
    ['-cp', `${kept}/jars/*:${kept}/classes`, 'Validate', profiles.join(','), ...files],
    { encoding: 'utf8' },
  )
  if (run.status !== 0) throw new Error(`veraPDF failed: ${run.stderr.slice(0, 500)}`)
  return run.stdout.trim().split('\n')
}
