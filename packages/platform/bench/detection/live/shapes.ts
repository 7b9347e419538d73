import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'

import type { LiveAttack } from './attacks.ts'

/** How families write: detect.md 8.3. */
export const shapes = [
  'in-place',
  'in-pieces',
  'truncate-write',
  'twice',
  'rename-first',
  'new-then-delete',
] as const
export type Shape = (typeof shapes)[number]

/** The buffer of many families; a file is seen half written between two of them. */
const pieceBytes = 64 * 1024

/** Destroys one file as a family would. Answers false when the attack leaves such a file alone. */
export function destroy(path: string, attack: LiveAttack, shape: Shape): boolean {
  const plain = readFileSync(path)
  const attacked = attack.encrypt(plain, path)
  if (attacked === undefined || attacked.bytes.equals(plain)) return false
  const isRenamed = attacked.path !== path
  if (shape === 'new-then-delete') {
    const beside = isRenamed ? attacked.path : `${path}.tmp`
    writeFileSync(beside, attacked.bytes)
    rmSync(path)
    if (!isRenamed) renameSync(beside, path)
    return true
  }
  if (shape === 'rename-first' && isRenamed) renameSync(path, attacked.path)
  const open = shape === 'rename-first' && isRenamed ? attacked.path : path
  if (shape === 'truncate-write') writeFileSync(open, attacked.bytes)
  else overwrite(open, attacked.bytes, shape)
  if (isRenamed && open === path) renameSync(path, attacked.path)
  return true
}

function overwrite(path: string, bytes: Buffer, shape: Shape): void {
  const file = openSync(path, 'r+')
  try {
    if (shape === 'twice') writeSync(file, Buffer.from(bytes).reverse(), 0, bytes.length, 0)
    const step = shape === 'in-pieces' ? pieceBytes : Math.max(1, bytes.length)
    for (let at = 0; at < bytes.length; at += step)
      writeSync(file, bytes, at, Math.min(step, bytes.length - at), at)
    ftruncateSync(file, bytes.length)
  } finally {
    closeSync(file)
  }
}
