import { createCipheriv, createHash } from 'node:crypto'
import {
  cpSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

/** A folder to back up, made by the bench. */
export interface DataSet {
  readonly name: 'small' | 'large' | 'mixed'
  readonly folder: string
}

/** Bytes that look random and are the same on every machine, endlessly. */
function noise(seed: string): (length: number) => Buffer {
  const key = createHash('sha256').update(seed).digest()
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return (length) => cipher.update(Buffer.alloc(length))
}

const words =
  'the contract of a customer is valid from this day on and ends with the year unless somebody says so'.split(
    ' ',
  )

/** Text with the redundancy of office text: zstd makes about a third of it. */
function text(seed: number, length: number): Buffer {
  let state = (seed * 2654435761) >>> 0
  let result = ''
  while (result.length < length) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    result += `${words[state % words.length]}${state % 11 === 0 ? ` ${state.toString(36)}` : ''} `
  }
  return Buffer.from(result.slice(0, length))
}

/** Many small files: `count` texts of 1 to 8 KB in folders of 250. */
export function smallFiles(folder: string, count: number): DataSet {
  for (let file = 0; file < count; file += 1) {
    const place = join(folder, `d${Math.floor(file / 250)}`)
    if (file % 250 === 0) mkdirSync(place, { recursive: true })
    writeFileSync(join(place, `f${file}.txt`), text(file, 1000 + ((file * 7919) % 7000)))
  }
  return { name: 'small', folder }
}

const pieceBytes = 4 * 1024 * 1024

/** Large files that cannot be compressed, 256 MB each. */
export function largeFiles(folder: string, bytes: number): DataSet {
  mkdirSync(folder, { recursive: true })
  const fileBytes = 256_000_000
  for (let file = 0; file * fileBytes < bytes; file += 1) {
    const handle = openSync(join(folder, `v${file}.bin`), 'w')
    const length = Math.min(fileBytes, bytes - file * fileBytes)
    const next = noise(`large/${file}`)
    for (let at = 0; at < length; at += pieceBytes) writeSync(handle, next(Math.min(pieceBytes, length - at)))
    closeSync(handle)
  }
  return { name: 'large', folder }
}

/** A real tree: copies of the given folders until `bytes` are reached. */
export function mixedTree(folder: string, sources: readonly string[], bytes: number): DataSet {
  let left = bytes
  const visit = (from: string, to: string): void => {
    if (left <= 0) return
    mkdirSync(to, { recursive: true })
    for (const entry of readdirSync(from, { withFileTypes: true })) {
      const [source, target] = [join(from, entry.name), join(to, entry.name)]
      if (left <= 0) return
      if (entry.isDirectory()) visit(source, target)
      else if (entry.isFile()) {
        left -= statSync(source).size
        cpSync(source, target, { preserveTimestamps: true })
      }
    }
  }
  sources.forEach((source, at) => visit(source, join(folder, String(at))))
  return { name: 'mixed', folder }
}
