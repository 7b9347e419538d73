/**
 * Loaded into a command before its own code, by `NODE_OPTIONS=--import`: does one thing at one call to the system,
 * as `ANLAUF_FAULT` says. Calls that change a disk are counted, and so are pieces sent over a connection. So a
 * command is killed, finds its disk full or its clock set between exactly two of its steps, again and again the same.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module'
import { isMainThread } from 'node:worker_threads'

import { posixCalls } from '@anlauf/repository'

/** `at` counts from 0. A full disk stays full until the command ends; an error of the disk happens once. */
export interface AtCall {
  readonly kind: 'count' | 'kill-before' | 'kill-after' | 'full-disk' | 'disk-error' | 'clock'
  readonly at: number
  readonly offsetMs?: number
  /** Gets the number of calls when the command ends. */
  readonly file?: string
}

/** For a command's environment. */
export function atACall(what: AtCall): NodeJS.ProcessEnv {
  return { NODE_OPTIONS: `--import=${import.meta.url}`, ANLAUF_FAULT: JSON.stringify(what) }
}

type Call = (...args: unknown[]) => unknown

const changing = ['writeSync', 'writeFileSync', 'renameSync', 'rmSync', 'mkdirSync', 'symlinkSync', 'fdatasyncSync', 'fsyncSync', 'fchmodSync', 'ftruncateSync', 'rmdirSync', 'linkByHandle', 'write', 'writev', 'rename', 'mkdir', 'fsync'] // prettier-ignore
/** What a full or failing disk refuses. */
const growing = new Set(['writeSync', 'writeFileSync', 'mkdirSync', 'symlinkSync', 'fdatasyncSync', 'fsyncSync', 'openSync']) // prettier-ignore

function disturb({ kind, at, offsetMs = 0, file }: AtCall): void {
  const load = createRequire(import.meta.url)
  const fs = load('node:fs') as Record<string, Call>
  const net = load('node:net') as { Socket: { prototype: Record<string, Call> } }
  const write = fs['writeFileSync'] as Call
  let calls = 0
  if (kind === 'count') process.once('exit', () => write(file, String(calls)))

  const around = (name: string, call: Call): Call =>
    function (this: unknown, ...args) {
      const now = calls
      calls += 1
      if (kind === 'kill-before' && now === at) process.kill(process.pid, 'SIGKILL')
      if (kind === 'clock' && now === at) setClock(offsetMs)
      if (growing.has(name)) {
        if (kind === 'full-disk' && now >= at) throw systemError('ENOSPC', 'no space left on device')
        if (kind === 'disk-error' && now >= at && now < at + 1) throw systemError('EIO', 'i/o error')
      }
      const result = call.apply(this, args)
      if (kind === 'kill-after' && now === at) process.kill(process.pid, 'SIGKILL')
      return result
    }
  for (const name of changing) if (name in fs) fs[name] = around(name, fs[name] as Call)
  const linking = posixCalls as unknown as Record<string, Call | undefined>
  const link = linking['linkByHandle']
  if (link !== undefined) linking['linkByHandle'] = around('linkByHandle', link)
  const open = fs['openSync'] as Call
  const changes = around('openSync', open)
  fs['openSync'] = (path, flags, ...rest) => (isForWriting(flags) ? changes : open)(path, flags, ...rest)
  const { prototype } = net.Socket
  const send = prototype['write'] as Call
  const counted = around('send', send)
  prototype['write'] = function (this: { fd?: number }, ...args) {
    // What is said to the person is no step.
    return (this === (process.stdout as unknown) || this === (process.stderr as unknown) ? send : counted).apply(this, args)
  } // prettier-ignore
  syncBuiltinESMExports()
}

function isForWriting(flags: unknown): boolean {
  if (typeof flags === 'number') return (flags & 3) !== 0
  return typeof flags === 'string' && flags !== 'r'
}

function systemError(code: string, text: string): Error {
  return Object.assign(new Error(`${code}: ${text}`), { code, syscall: 'write' })
}

function setClock(offsetMs: number): void {
  const Real = Date
  const now = (): number => Real.now() + offsetMs
  globalThis.Date = class extends Real {
    constructor(...args: [] | [number | string | Date]) {
      if (args.length === 0) super(now())
      else super(...(args as [number]))
    }
    static override now(): number {
      return now()
    }
  } as DateConstructor
}

const asked = process.env['ANLAUF_FAULT']
if (asked !== undefined && isMainThread && process.argv[1]?.endsWith('anlauf.js') === true) {
  disturb(JSON.parse(asked) as AtCall)
}
