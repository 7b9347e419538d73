import { createReadStream, lstatSync } from 'node:fs'
import { createInterface } from 'node:readline'

import { AnlaufError } from '../../../core/failure.ts'

/** Bounds memory; 150 bytes a hash. */
const maxHashes = 20_000_000

/**
 * SHA-256 hashes with the names that stand behind them, one a line: as sha256sum writes them, bare, or with commas.
 * Lines that are empty or begin with `#` say nothing. Throws `rules-invalid` for any other line, naming it, because
 * a list that is half read would be believed whole.
 */
export async function readHashList(file: string): Promise<Map<string, string>> {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) throw missing(file)
  const hashes = new Map<string, string>()
  let number = 0
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number += 1
    if (/^\s*(?:#|$)/.test(line)) continue
    const [, hash, name] = /^\s*"?([0-9a-f]{64})"?(?:(?:\s|,|;)+[*"]?(.{0,200}).*)?$/i.exec(line) ?? []
    if (hash === undefined) throw noHash(file, number)
    hashes.set(hash.toLowerCase(), (name ?? '').replace(/"$/, '').trim())
    if (hashes.size > maxHashes) throw tooMany(file)
  }
  return hashes
}

function missing(file: string): AnlaufError {
  return new AnlaufError('rules-invalid', `The list ${file} does not exist.`, { hint: 'Check the path.' })
}

function noHash(file: string, line: number): AnlaufError {
  return new AnlaufError('rules-invalid', `${file}, line ${line}: no SHA-256 hash stands there.`, {
    hint: 'One hash of 64 hexadecimal digits a line, a name behind it if you like; "#" begins a remark.',
    context: { file, line },
  })
}

function tooMany(file: string): AnlaufError {
  return new AnlaufError('rules-invalid', `${file} holds more than 20 million hashes.`, {
    hint: 'Choose the lists that fit the case; all of them are held in memory.',
  })
}
