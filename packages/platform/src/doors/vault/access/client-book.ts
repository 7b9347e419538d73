import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { AnlaufError } from '../../../core/failure.ts'
import { type Client, decodeClients, encodeClients, mistakeIn } from './client.ts'

/** The clients of a vault as they are now. */
export interface ClientBook {
  /** Looks at the file each time (2 µs): a client that was removed is refused from its next request on. */
  current(): ReadonlyMap<string, Client>
}

export function clientFile(vault: string): string {
  return join(vault, 'clients.json')
}

/**
 * Follows the file of clients. A file that cannot be read or has a mistake lets nobody in until it is mended:
 * an older state could still hold a client that was just removed. `onMistake` is told once per state.
 */
export function openClientBook(file: string, onMistake: (error: unknown) => void): ClientBook {
  let seen = ''
  let clients: ReadonlyMap<string, Client> = new Map()
  return {
    current() {
      try {
        const { mtimeNs, size, ino } = statSync(file, { bigint: true })
        const state = `${mtimeNs} ${size} ${ino}`
        if (state === seen) return clients
        seen = state
        clients = new Map()
        clients = readClients(file)
      } catch (error) {
        clients = new Map()
        if (isAbsent(error)) seen = ''
        else onMistake(error)
      }
      return clients
    },
  }
}

/** All clients of the file; none when there is no file. Throws `input-invalid`. */
export function readClients(file: string): ReadonlyMap<string, Client> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (isAbsent(error)) return new Map()
    throw error
  }
  return decodeClients(text, file)
}

/**
 * Reads, changes and writes the clients of a vault; two commands that do so at once take turns. Throws
 * `input-invalid` for a mistake, and what `change` throws.
 */
export function changeClients(vault: string, change: (clients: Map<string, Client>) => void): void {
  mkdirSync(vault, { recursive: true, mode: 0o700 })
  // SQLite's file lock is the kernel's: nothing stays behind when a command is killed.
  const lock = new DatabaseSync(join(vault, 'clients.lock'), { timeout: 10_000 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    const clients = new Map(readClients(clientFile(vault)))
    change(clients)
    writeClients(clientFile(vault), clients.values())
  } finally {
    lock.close()
  }
}

/** Replaces the file as a whole; a reader sees the old or the new one. Throws `input-invalid` for a mistake. */
export function writeClients(file: string, clients: Iterable<Client>): void {
  const list = [...clients]
  const mistake = list.map(mistakeIn).find((one) => one !== undefined)
  if (mistake !== undefined) {
    throw new AnlaufError('input-invalid', `A client with ${mistake} cannot be kept.`, {
      hint: 'Names have letters, digits, ".", "_" and "-", at most 64. Run the command with --help.',
    })
  }
  const fresh = `${file}.${randomBytes(6).toString('hex')}`
  writeFileSync(fresh, encodeClients(list), { mode: 0o600, flag: 'wx', flush: true })
  renameSync(fresh, file)
  const folder = openSync(dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
