import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { password } from '../programs.ts'

const program = fileURLToPath(new URL('./worker.ts', import.meta.url))

/** MiB resident at most during one pass of the newest snapshot with two scanning processes; all processes together. */
export function measureMemory(repository: string, folder: string, rules: readonly string[]): number {
  const given = [...process.execArgv, program, repository, folder, password, ...rules]
  const text = execFileSync(process.execPath, given, {
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  return Number(text)
}
