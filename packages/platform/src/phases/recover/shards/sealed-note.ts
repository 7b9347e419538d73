import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'

import type { Repository } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import { systemCode, writeFailure } from '../write-failure.ts'

/**
 * Writes a value for the other machines. It carries an HMAC-SHA-256 under a key of the repository: whoever can write
 * to the shared folder, but cannot open the repository, cannot say that something was verified.
 */
export function writeNote(file: string, repository: Repository, value: unknown): void {
  const json = JSON.stringify(value)
  const part = `${file}.${process.pid}.part`
  try {
    writeFileSync(part, `${macOf(repository, json)} ${json}\n`, { mode: 0o600, flush: true })
    renameSync(part, file)
  } catch (error) {
    throw writeFailure(error, file)
  }
}

/** Reads a note; undefined when there is none. Throws `shard-failed` when it is torn or not ours. */
export function readNote(file: string, repository: Repository): unknown {
  const text = textOf(file)
  if (text === undefined) return undefined
  const [, mac = '', json = ''] = /^([0-9a-f]{64}) (.*)\n$/.exec(text) ?? []
  const isOurs =
    mac !== '' && timingSafeEqual(Buffer.from(mac, 'hex'), Buffer.from(macOf(repository, json), 'hex'))
  if (isOurs) return JSON.parse(json) as unknown
  throw new AnlaufError(
    'shard-failed',
    `${file} was changed by somebody, or belongs to another repository.`,
    {
      hint: 'Find out who writes to the shared folder; then give the plan out again into a new one.',
      context: { file },
    },
  )
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined
    throw writeFailure(error, file)
  }
}

function macOf({ masterKey }: Repository, json: string): string {
  const key = createHmac('sha256', masterKey.encrypt).update('anlauf shared note v1').digest()
  return createHmac('sha256', key).update(json).digest('hex')
}
