import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  closeSync,
  cpSync,
  createWriteStream,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { finished } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createGzip, gzipSync } from 'node:zlib'

import sharp from 'sharp'

import type { Random } from '../../../src/drill/random.ts'
import type { Kinds } from './estate.ts'

/** Daily work that changes many files at once. */
export interface Storm {
  readonly name: string
  /** What lies there before the watcher learns. */
  prepare?(root: string, kinds: Kinds): Promise<void> | void
  play(root: string, kinds: Kinds, random: Random): Promise<void> | void
}

/** Real code with its pictures, tables and programs. */
const packages = ['fast-check', 'sharp', 'jszip', 'pdfkit', 'docx']
const modules = fileURLToPath(new URL('../../../../../node_modules/', import.meta.url))
const folderNames = Array.from({ length: 16 }, (_, folder) => `folder ${folder}`)

export const storms: readonly Storm[] = [
  {
    name: 'packages installed anew',
    prepare: copyPackages,
    async play(root) {
      rmSync(join(root, 'node_modules'), { recursive: true })
      await delay(50)
      copyPackages(root)
    },
  },
  {
    name: 'git checkout back and forth',
    prepare: prepareHistory,
    play(root) {
      for (const commit of ['HEAD~1', 'HEAD~2', 'main', 'HEAD~3', 'main'])
        git(root, 'checkout', '--quiet', commit)
    },
  },
  {
    name: 'tar extracted over the old files',
    play(root, kinds) {
      const beside = join(root, '.other')
      for (const [place, name] of folderNames.entries()) fill(join(beside, name), kinds, place + 1)
      execFileSync('tar', ['-C', beside, '-cf', join(root, 'all.tar'), '.'])
      execFileSync('tar', ['-C', root, '-xf', join(root, 'all.tar')])
      for (const [place, name] of folderNames.entries()) fill(join(beside, name), kinds, place + 2)
      execFileSync('tar', ['-C', beside, '-cf', join(root, 'all.tar'), '.'])
      execFileSync('tar', ['-C', root, '--overwrite', '-xf', join(root, 'all.tar')])
    },
  },
  { name: 'logs written, rotated, compressed', play: writeLogs },
  { name: 'pictures encoded again', play: encodeAgain },
  { name: 'a tree packed and deleted', play: packTree },
  { name: 'documents saved in place', play: (root, kinds) => saveAll(root, kinds, writeFileSync) },
  { name: 'documents saved by a new file', play: (root, kinds) => saveAll(root, kinds, saveByRename) },
  { name: 'changed in place, piece by piece', play: rewriteInPieces },
  { name: 'eight uploads at a time', play: upload },
  { name: 'database transactions', play: changeDatabases },
  { name: 'mass rename', play: renameAll },
]

function copyPackages(root: string): void {
  for (const name of packages)
    cpSync(join(modules, name), join(root, 'node_modules', name), { recursive: true })
}

function fill(folder: string, kinds: Kinds, draw: number): void {
  mkdirSync(folder, { recursive: true })
  for (const [name, bytes] of kinds[draw % kinds.length] ?? []) writeFileSync(join(folder, name), bytes)
}

function prepareHistory(root: string, kinds: Kinds): void {
  git(root, 'init', '--quiet', '--initial-branch=main')
  for (const draw of [0, 1, 2, 3]) {
    for (const name of folderNames) fill(join(root, name), kinds, draw)
    git(root, 'add', '--all')
    git(root, 'commit', '--quiet', '--message', `draw ${draw}`)
  }
}

function git(root: string, ...args: readonly string[]): void {
  const who = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost', '-c', 'commit.gpgsign=false']
  execFileSync('git', ['-C', root, ...who, ...args])
}

async function writeLogs(root: string): Promise<void> {
  for (let day = 0; day < 4; day += 1) {
    for (let line = 0; line < 40; line += 1) {
      for (const name of folderNames)
        appendFileSync(
          join(root, name, 'app.log'),
          `${day} ${line} request served in ${line * 7} ms\n`.repeat(9),
        )
      await delay(2)
    }
    for (const [place, name] of folderNames.entries()) {
      const log = join(root, name, 'app.log')
      const old = `${log}.${day + 1}`
      if (place % 2 === 0) {
        renameSync(log, old)
        writeFileSync(log, '')
      } else {
        writeFileSync(old, readFileSync(log))
        truncateSync(log, 0)
      }
      writeFileSync(`${old}.gz`, gzipSync(readFileSync(old)))
      rmSync(old)
    }
  }
}

async function encodeAgain(root: string): Promise<void> {
  for (const name of folderNames) {
    for (const file of ['photo.jpg', 'progressive.jpeg', 'scan.png', 'banner.webp']) {
      const path = join(root, name, file)
      const picture = sharp(readFileSync(path))
      const type = { jpg: 'jpeg', peg: 'jpeg', png: 'png', ebp: 'webp' }[path.slice(-3)] as 'jpeg'
      writeFileSync(path, await picture.toFormat(type, { quality: 55 }).toBuffer())
    }
  }
}

async function packTree(root: string): Promise<void> {
  for (const name of folderNames.slice(0, 8)) {
    const archive = createWriteStream(join(root, `${name}.tar.gz`))
    const tar = execFileSync('tar', ['-C', root, '-cf', '-', name], { maxBuffer: 1 << 28 })
    const packed = createGzip()
    packed.pipe(archive)
    packed.end(tar)
    await finished(archive)
    rmSync(join(root, name), { recursive: true })
  }
  for (const name of folderNames.slice(8)) {
    for (const file of readdirSync(join(root, name))) {
      const path = join(root, name, file)
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)))
      rmSync(path)
    }
  }
}

function saveAll(root: string, kinds: Kinds, save: (path: string, bytes: Buffer) => void): void {
  for (const [place, name] of folderNames.entries()) {
    for (const [file, bytes] of kinds[(place + 1) % kinds.length] ?? []) save(join(root, name, file), bytes)
  }
}

function saveByRename(path: string, bytes: Buffer): void {
  writeFileSync(`${path}.tmp`, bytes)
  renameSync(`${path}.tmp`, path)
}

/** As rsync --inplace: never emptied, cut to its new length at the end; meanwhile half old and half new. */
async function rewriteInPieces(root: string, kinds: Kinds): Promise<void> {
  for (const [place, name] of folderNames.slice(0, 6).entries()) {
    for (const [file, bytes] of kinds[(place + 1) % kinds.length] ?? []) {
      const open = openSync(join(root, name, file), 'r+')
      for (let at = 0; at < bytes.length; at += 8192) {
        writeSync(open, bytes, at, Math.min(8192, bytes.length - at), at)
        await delay(3)
      }
      ftruncateSync(open, bytes.length)
      closeSync(open)
    }
  }
}

/** Emptied, then filled as the network brings it. */
async function upload(root: string, kinds: Kinds, random: Random): Promise<void> {
  const waiting = folderNames.slice(0, 8).flatMap((name, place) =>
    (kinds[(place + 1) % kinds.length] ?? []).map(([file, bytes]) => ({
      path: join(root, name, file),
      bytes,
    })),
  )
  const next = async (): Promise<void> => {
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      const open = openSync(one.path, 'w')
      for (let at = 0; at < one.bytes.length; at += 4096) {
        writeSync(open, one.bytes, at, Math.min(4096, one.bytes.length - at))
        await delay(random.below(12))
      }
      closeSync(open)
    }
  }
  await Promise.all(Array.from({ length: 8 }, next))
}

async function changeDatabases(root: string): Promise<void> {
  for (const [place, name] of folderNames.entries()) {
    using database = new DatabaseSync(join(root, name, 'customers.sqlite'))
    if (place % 2 === 0) database.exec('PRAGMA journal_mode = WAL')
    database.exec('CREATE TABLE bench (id INTEGER PRIMARY KEY, words TEXT, packed BLOB)')
    const add = database.prepare('INSERT INTO bench (words, packed) VALUES (?, ?)')
    for (let row = 0; row < 60; row += 1) {
      add.run(`${dirname(name)} order ${row} `.repeat(20), gzipSync(`${name} ${row}`.repeat(90)))
      if (row % 20 === 0) await delay(5)
    }
    database.exec('DELETE FROM bench WHERE id % 3 = 0')
    database.exec('VACUUM')
  }
}

function renameAll(root: string): void {
  for (const name of folderNames) {
    for (const file of readdirSync(join(root, name)))
      renameSync(join(root, name, file), join(root, name, `2026 ${file}`))
    renameSync(join(root, name), join(root, `moved ${name}`))
  }
}
