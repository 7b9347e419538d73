import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  opendirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** Larger files of the source tree are left out: many files are wanted here, not many bytes. */
const largest = 256 * 1024

/** Copies the small files of a tree, real ones, until there are `count`; returns how many it copied. */
export function copyRealFiles(from: string, to: string, count: number): number {
  let copied = 0
  const visit = (source: string, target: string): void => {
    mkdirSync(target, { recursive: true })
    const folder = opendirSync(source)
    for (let entry = folder.readSync(); entry !== null && copied < count; entry = folder.readSync()) {
      const path = join(source, entry.name)
      if (entry.isDirectory()) visit(path, join(target, entry.name))
      else if (entry.isFile() && lstatSync(path).size <= largest) {
        copyFileSync(path, join(target, entry.name))
        copied += 1
      }
    }
    folder.closeSync()
  }
  visit(from, to)
  return copied
}

/** Every kind of name, type, time and mode that a backup program has stumbled over. */
export function makeOddFiles(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const at = (name: string | Buffer): Buffer => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)])
  const names = [
    'quote"quote',
    'back\\slash',
    'ümläut ß',
    'nfd-u\u0308',
    'emoji 🎉 𝄞',
    'line\nbreak',
    'tab\t',
    ' leading and trailing ',
    'separator\u2028\u2029',
    '<>&',
    '-dash',
    '%41',
    'control\u0001\u007f',
    'x'.repeat(255),
    '.hidden',
    '$(id)',
    '*?[a]',
  ]
  for (const name of names) writeFileSync(at(name), `content of ${name}`)
  for (const bytes of [
    [0xff],
    [0x61, 0xfe, 0x62],
    [0xc3],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xc0, 0xaf],
  ]) {
    writeFileSync(at(Buffer.from(bytes)), `bytes ${bytes.join(' ')}`)
  }
  writeFileSync(at('empty'), '')
  mkdirSync(at('empty folder'))
  mkdirSync(at(Buffer.from([0x64, 0xff])))
  writeFileSync(at(Buffer.from([0x64, 0xff, 0x2f, 0x80])), 'in a folder that is not UTF-8')

  writeFileSync(at('hard one'), 'linked')
  linkSync(at('hard one'), at('hard two'))
  linkSync(at('hard one'), at('empty folder/hard three'))
  symlinkSync('empty', at('link'))
  symlinkSync('/etc/does-not-exist', at('link outside'))
  symlinkSync('..', at('link up'))
  symlinkSync('y'.repeat(1_000), at('long link'))

  const large = Buffer.alloc(5_000_000)
  for (let i = 0, state = 1; i < large.length; i += 1)
    large[i] = (state = (state * 1_103_515_245 + 12_345) >>> 0) >>> 16
  writeFileSync(at('several chunks'), large)
  writeFileSync(at('sparse'), 'start')
  truncateSync(at('sparse'), 9_000_000)

  const modes = [0o000, 0o400, 0o4755, 0o2755, 0o1644, 0o777]
  for (const mode of modes) {
    writeFileSync(at(`mode ${mode.toString(8)}`), '')
    chmodSync(at(`mode ${mode.toString(8)}`), mode)
  }
  mkdirSync(at('sticky'))
  chmodSync(at('sticky'), 0o1777)
  // Before 1970, the last nanosecond of a second, far in the future.
  for (const [name, time] of [
    ['old', '1931-05-06T07:08:09.000000001Z'],
    ['edge', '2001-09-09T01:46:39.999999999Z'],
    ['late', '2199-12-31T23:59:59.5Z'],
  ]) {
    writeFileSync(at(name ?? ''), '')
    execFileSync('touch', ['--date', time ?? '', at(name ?? '').toString()])
  }
}

/** restic before 0.17 replaces stray bytes in a link's target, so this one goes only where it is not involved. */
export function makeLinkToBytes(folder: string): void {
  symlinkSync(Buffer.from([0x74, 0xff]), join(folder, 'link to bytes'))
}
