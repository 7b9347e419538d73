import { loadConfig } from '../config/index.ts'
import { unitCipher } from '../crypto/index.ts'
import { placeFailed } from '../error.ts'
import { listKeys } from '../keys/index.ts'
import type { Repository } from '../repository.ts'
import type { Findings } from './report.ts'

/**
 * What opens the repository: every key file and the config. The check runs with one key that works; whoever
 * knows the password of another one would learn that its file is damaged on the day it is needed.
 */
export async function checkOpening(repository: Repository, findings: Findings): Promise<void> {
  for (const { id, problem } of await listKeys(repository)) {
    if (problem === undefined) continue
    findings.add({
      code: 'key-damaged',
      severity: 'error',
      object: `keys/${id}`,
      message: problem,
      hint: 'The other keys still open the repository. Bring the file back from another copy, or make a new key for its owner: "anlauf repo key add".',
    })
  }
  try {
    const config = await loadConfig(repository.storage, unitCipher(repository.masterKey))
    if (config.id !== repository.id)
      addConfig(findings, 'It is not the config that the repository was opened with.')
  } catch (error) {
    if (placeFailed(error)) throw error
    addConfig(findings, error instanceof Error ? error.message : String(error))
  }
}

function addConfig(findings: Findings, message: string): void {
  findings.add({
    code: 'config-damaged',
    severity: 'error',
    object: 'config',
    message,
    hint: 'Nobody can open the repository again: bring the config back from another copy before you close it.',
  })
}
