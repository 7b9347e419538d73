import type { KeyObject } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

import { cosignedAt, keyFingerprint, openCheckpoint } from '../../../core/evidence/index.ts'
import { signerName } from './key.ts'
import { readInputFile } from '../access/input-file.ts'
import { readPublicKey } from '../access/public-key-file.ts'

/** Who saw a state of the log from a second machine. */
export interface Seen {
  readonly witness: string
  readonly fingerprint: string
  readonly entries: number
  readonly at: string
}

export interface KeptInExport {
  /** Files of kept checkpoints; the log has to fit each. */
  readonly files: readonly string[]
  readonly seen: readonly Seen[]
  /** Time stamps, which only verify.sh checks: that takes openssl. */
  readonly timeStamps: number
  readonly problems: readonly string[]
}

const smallFile = { what: 'export file', maxBytes: 1024 * 1024 }

/** Witnesses of an export. A line under a witness's name that its key did not make is a problem, none at all is not. */
export function readKeptInExport(folder: string, logKey: KeyObject): KeptInExport {
  const names = readdirSync(folder).sort()
  const read = (name: string): string => readInputFile(join(folder, name), smallFile).toString('utf8')
  const notes = names.filter((name) => /^kept-\d+\.note$/.test(name))
  const witnesses = names.flatMap((name) => {
    const witness = /^witness-([a-z0-9-]+)\.pem$/.exec(name)?.[1]
    return witness === undefined ? [] : [{ name: witness, publicKey: readPublicKey(join(folder, name)) }]
  })
  const [seen, problems]: [Seen[], string[]] = [[], []]
  for (const file of notes) {
    const note = read(file)
    const entries = openCheckpoint(note, { name: signerName, publicKey: logKey })?.size
    for (const { name, publicKey } of witnesses) {
      if (entries === undefined || !note.includes(`\n— ${name} `)) continue
      const at = cosignedAt(note, { name, publicKey })
      if (at === undefined) problems.push(`the line of ${name} does not fit ${file}`)
      else seen.push({ witness: name, fingerprint: keyFingerprint(publicKey), entries, at: at.toISOString() })
    }
  }
  return {
    files: notes.map((name) => join(folder, name)),
    seen,
    timeStamps: names.filter((name) => /^kept-\d+\.tsr$/.test(name)).length,
    problems,
  }
}

/** Witnesses that had to be there, `name=fingerprint`, and are not. */
export function missingWitnesses(expected: readonly string[], seen: readonly Seen[]): string[] {
  const there = new Set(seen.map(({ witness, fingerprint }) => `${witness}=${fingerprint}`))
  return expected
    .filter((one) => !there.has(one.toLowerCase()))
    .map((one) => `no checkpoint carries a line of the witness ${one}`)
}
