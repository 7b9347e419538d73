import { spawnSync } from 'node:child_process'

import { nanosecondsToTime } from '../time.ts'
import type { PosixCalls } from './posix-calls.ts'

/**
 * The port on coreutils and attr, one process a call: for a Node without `node:ffi`. Slow, but exact to the
 * nanosecond. Names reach the programs as UTF-8 only: a path with stray bytes is refused, never guessed.
 */
export function programCalls(): PosixCalls {
  return {
    setTimes(path, atimeNs, mtimeNs) {
      const name = asArgument(path)
      run('touch', [
        '--no-dereference',
        '--no-create',
        '-a',
        `--date=${nanosecondsToTime(atimeNs)}`,
        '--',
        name,
      ])
      run('touch', [
        '--no-dereference',
        '--no-create',
        '-m',
        `--date=${nanosecondsToTime(mtimeNs)}`,
        '--',
        name,
      ])
    },
    setTimesByHandle: undefined,
    linkByHandle: undefined,
    listXattrs(path) {
      const dump = run('getfattr', [
        '--no-dereference',
        '--dump',
        '--match=-',
        '--encoding=hex',
        '--',
        asArgument(path),
      ])
      return [...dump.matchAll(/^([^#\s=][^=]*)=0x([0-9a-f]*)$/gm)].map(([, name = '', value = '']) => ({
        name,
        value: Buffer.from(value, 'hex'),
      }))
    },
    setXattr(path, name, value) {
      const hex = `0x${value.toString('hex')}`
      run('setfattr', ['--no-dereference', '--name', name, '--value', hex, '--', asArgument(path)])
    },
    removeXattr(path, name) {
      run('setfattr', ['--no-dereference', '--remove', name, '--', asArgument(path)])
    },
    makeNode(path, type, device) {
      const place = asArgument(path)
      if (type === 'fifo') return void run('mkfifo', ['--mode=0600', '--', place])
      const { major, minor } = deviceNumbers(device)
      const letter = type === 'dev' ? 'b' : 'c'
      run('mknod', ['--mode=0600', '--', place, letter, String(major), String(minor)])
    },
  }
}

/** The two halves of a `dev_t` as glibc packs them (`sys/sysmacros.h`: 12 + 20 bits, then 20 + 12 more). */
function deviceNumbers(device: bigint): { major: bigint; minor: bigint } {
  return {
    major: ((device >> 8n) & 0xfffn) | ((device >> 32n) & 0xffff_f000n),
    minor: (device & 0xffn) | ((device >> 12n) & 0xffff_ff00n),
  }
}

function asArgument(path: Buffer): string {
  const text = path.toString()
  if (Buffer.from(text).equals(path)) return text
  throw Object.assign(new Error(`${text} is not UTF-8; this Node cannot pass it to a program`), {
    code: 'EILSEQ',
  })
}

function run(program: string, parameters: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, parameters, { encoding: 'utf8' })
  if (error !== undefined) throw error
  if (status === 0) return stdout
  throw Object.assign(new Error(`${program}: ${stderr.trim()}`), { code: 'EIO' })
}
