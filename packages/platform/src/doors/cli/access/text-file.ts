import { readFile } from 'node:fs/promises'

import { decodeName } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'

/**
 * The bytes of a file that people write by hand, UTF-16 turned into UTF-8, without byte order mark; `-` is
 * standard input. `what` names the flag. Throws `input-invalid` when it cannot be read.
 */
async function readHandwritten(context: AnlaufContext, file: string, what: string): Promise<Buffer> {
  const bytes = await readWhole(context, file, what)
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return bytes.subarray(3)
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff
  if (!isLittle && !isBig) return bytes
  return Buffer.from(new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be').decode(bytes))
}

/** The same as a text. Throws `input-invalid` for bytes that are no UTF-8 and for more than 64 KiB. */
export async function readText(context: AnlaufContext, file: string, what: string): Promise<string> {
  const bytes = await readHandwritten(context, file, what)
  try {
    if (bytes.length > 64 * 1024) throw new Error('too long')
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AnlaufError('input-invalid', `${what}: ${file} is no text in UTF-8 of at most 64 KiB.`, {
      hint: 'Save it as plain text in UTF-8.',
      cause,
    })
  }
}

/** The same as byte strings, one a line, without line ends. */
export async function readHandwrittenLines(
  context: AnlaufContext,
  file: string,
  what: string,
): Promise<readonly string[]> {
  const bytes = await readHandwritten(context, file, what)
  const lines = splitAt(bytes, 0x0a).map((line) => decodeName(line).replace(/\r$/, ''))
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/** The byte strings of a file, each ended by a zero byte. Throws `input-invalid` for an empty or unended one. */
export async function readNulSeparated(
  context: AnlaufContext,
  file: string,
  what: string,
): Promise<readonly string[]> {
  const names = splitAt(await readWhole(context, file, what), 0).map((name) => decodeName(name))
  if (names.pop() !== '' || names.includes('')) {
    throw new AnlaufError('input-invalid', `${what} ${file}: an empty name, or no zero byte at the end.`, {
      hint: 'Make the list with "find … -print0"; each name ends with a zero byte.',
    })
  }
  return names
}

async function readWhole(context: AnlaufContext, file: string, what: string): Promise<Buffer> {
  try {
    if (file !== '-') return await readFile(file)
    return Buffer.concat(await Array.fromAsync(context.process.stdin ?? []))
  } catch (cause) {
    throw new AnlaufError('input-invalid', `${what}: ${file} cannot be read.`, {
      hint: 'Check the path and that this account may read it.',
      cause,
    })
  }
}

function splitAt(bytes: Buffer, separator: number): Buffer[] {
  const parts: Buffer[] = []
  let start = 0
  for (let end = bytes.indexOf(separator); end !== -1; end = bytes.indexOf(separator, start)) {
    parts.push(bytes.subarray(start, end))
    start = end + 1
  }
  parts.push(bytes.subarray(start))
  return parts
}
