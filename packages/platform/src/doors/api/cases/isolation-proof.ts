import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'

import { plainName, type Workplace } from '../../../core/jobs/index.ts'
import { AnlaufError } from '../../../core/failure.ts'

/** The results of probes as the command line reads them from a file. */
export function probesText(probes: readonly { readonly path: string; readonly reached: boolean }[]): string {
  return `${JSON.stringify(probes, undefined, 2)}\n`
}

/** Keeps the proof in the folder of the case, under its hash, which is what the case holds. Returns the hash. */
export async function keepProof({ folder }: Workplace, caseId: string, text: string): Promise<string> {
  const proof = createHash('sha256').update(text).digest('hex')
  const base = `${folder}/cases/${plainName(caseId)}`
  try {
    await mkdir(base, { recursive: true, mode: 0o700 })
    await writeFile(`${base}/isolation-${proof}.json`, text, { flag: 'wx', mode: 0o600, flush: true })
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return proof
    throw new AnlaufError('write-failed', 'The proof cannot be kept in the folder of the workplace.', {
      hint: 'Check that the folder exists, its permissions and the free space. Nothing was recorded.',
      retry: 'later',
      cause,
    })
  }
  return proof
}
