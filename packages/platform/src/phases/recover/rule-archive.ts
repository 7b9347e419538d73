import { gunzipSync, zstdDecompressSync } from 'node:zlib'

import { AnlaufError } from '../../core/failure.ts'
import { zipEntries } from '../detect/index.ts'
import { tarMembers } from './tar-members.ts'

/** Collections come with texts and pictures beside the rules; eight times what the rules themselves may have. */
const maxUnpacked = 512 * 1024 * 1024

/**
 * The rule files (`*.yar`, `*.yara`) in a zip, a tar, or a tar packed with gzip or zstd; undefined when the bytes are
 * none of these. Names decide only what is a rule file: they lead nowhere. `maxBytes` bounds what comes out.
 * Throws `rules-invalid` for an archive that is damaged, encrypted or larger than that: a set of which some rules are
 * missing would be taken for the whole.
 */
export function rulesInArchive(bytes: Buffer, maxBytes: number): readonly Buffer[] | undefined {
  if (bytes.length < 4) return undefined
  if (bytes.readUInt32LE(0) === zipMagic) return inZip(bytes, maxBytes)
  const plain = unpacked(bytes)
  return plain === undefined ? undefined : inTar(plain, maxBytes)
}

const zipMagic = 0x04034b50
const zstdMagic = 0xfd2fb528
const gzipMagic = 0x8b1f
const ruleFile = /\.yara?$/i

function inZip(bytes: Buffer, maxBytes: number): readonly Buffer[] {
  const rules: Buffer[] = []
  let left = maxBytes
  const members = zipEntries(bytes)
  for (let next = members.next(); ; next = members.next()) {
    if (next.done === true) {
      if (next.value) return rules
      throw unreadable('it is torn')
    }
    const { name, plainBytes, content } = next.value
    if (!ruleFile.test(name)) continue
    left -= plainBytes
    if (left < 0) throw tooLarge(maxBytes)
    const text = content()
    if (text === undefined)
      throw unreadable('a rule file in it is encrypted, damaged or packed in a rare way')
    rules.push(text)
  }
}

function inTar(bytes: Buffer, maxBytes: number): readonly Buffer[] | undefined {
  const rules: Buffer[] = []
  let left = maxBytes
  const members = tarMembers(bytes)
  for (let next = members.next(); ; next = members.next()) {
    if (next.done === true) {
      if (next.value === 'whole') return rules
      if (next.value === 'no tar') return undefined
      throw unreadable('it is torn')
    }
    const { name, content } = next.value
    if (!ruleFile.test(name)) continue
    left -= content.length
    if (left < 0) throw tooLarge(maxBytes)
    rules.push(content)
  }
}

function unpacked(bytes: Buffer): Buffer | undefined {
  const isZstd = bytes.readUInt32LE(0) === zstdMagic
  if (!isZstd && bytes.readUInt16LE(0) !== gzipMagic) return bytes
  try {
    const limit = { maxOutputLength: maxUnpacked }
    return isZstd ? zstdDecompressSync(bytes, limit) : gunzipSync(bytes, limit)
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(maxUnpacked)
    throw unreadable('it does not unpack')
  }
}

function unreadable(why: string): AnlaufError {
  return new AnlaufError('rules-invalid', `The archive of rules cannot be read: ${why}.`, {
    hint: 'Fetch it again and compare its checksum, or unpack it elsewhere and name the folder.',
  })
}

function tooLarge(limit: number): AnlaufError {
  return new AnlaufError(
    'rules-invalid',
    `The archive of rules is larger than ${limit / 1024 / 1024} MiB unpacked.`,
    { hint: 'Unpack it and name the folders that fit the case; every scanning process holds all rules.' },
  )
}
