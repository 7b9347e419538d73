import { missingObject, outOfRange } from '../remote/object-failure.ts'
import type { FileKind } from '../storage.ts'
import { messages, openFlags } from './packets.ts'
import type { Asked } from './sftp-failure.ts'
import type { SftpFiles } from './sftp-files.ts'
import type { SftpSession } from './sftp-session.ts'

/** Every server takes 32 KiB; OpenSSH since 8.5 says how much more: 255 KiB. */
const sureBytes = 32 * 1024
/** Bytes asked for or sent before the first answer: the window of an OpenSSH channel. */
const windowBytes = 2 * 1024 * 1024

/** Largest piece to read and to write in one request. */
export async function pieceBytes(session: SftpSession): Promise<{ read: number; write: number }> {
  const known = limits.get(session)
  if (known !== undefined) return known
  const asked = askLimits(session)
  limits.set(session, asked)
  return asked
}

const limits = new WeakMap<SftpSession, Promise<{ read: number; write: number }>>()

async function askLimits(session: SftpSession): Promise<{ read: number; write: number }> {
  const sure = { read: sureBytes, write: sureBytes }
  if (!session.extensions.has('limits@openssh.com')) return sure
  const { type, fields } = await session.request(messages.extended, ['limits@openssh.com'])
  if (type !== messages.extendedReply) return sure
  // The first number is that of a whole packet.
  fields.large()
  const read = fields.large()
  const write = fields.large()
  const within = (bytes: number): number => Math.min(Math.max(bytes, sureBytes), 256 * 1024 - 1024)
  return { read: within(read), write: within(write) }
}

/** A file or a part of it; the next pieces are asked for before the first has come. */
export async function readFile(
  files: SftpFiles,
  path: string,
  wanted: { kind: FileKind; id: string; range: { offset: number; length: number } | undefined; asked: Asked },
): Promise<Buffer> {
  const { kind, id, range, asked } = wanted
  const handle = await files.open(path, openFlags.read, asked)
  if (handle === 'missing') throw missingObject(kind, id)
  try {
    // A forged index may ask for 4 GiB of a small file: look before allocating.
    const size = (await files.statOpen(handle, asked)).size ?? 0
    const { offset, length } = range ?? { offset: 0, length: size }
    if (offset + length > size) throw outOfRange(kind, id, offset, length)
    const buffer = Buffer.allocUnsafeSlow(length)
    const piece = (await pieceBytes(files.session)).read
    await inWindow(length, piece, async (at, bytes) => {
      for (let filled = 0; filled < bytes;) {
        const part = await files.readAt(handle, offset + at + filled, bytes - filled, asked)
        if (part === 'end' || part.length === 0) throw outOfRange(kind, id, offset, length)
        filled += part.copy(buffer, at + filled, 0, bytes - filled)
      }
    })
    return buffer
  } finally {
    files.closeLater(handle)
  }
}

/** A whole file of at most `most` bytes; a longer one is not read, a missing one is `undefined`. */
export async function readBounded(
  files: SftpFiles,
  path: string,
  most: number,
  asked: Asked,
): Promise<Buffer | 'too-long' | undefined> {
  const handle = await files.open(path, openFlags.read, asked)
  if (handle === 'missing') return undefined
  try {
    const size = (await files.statOpen(handle, asked)).size ?? 0
    if (size > most) return 'too-long'
    const buffer = Buffer.alloc(size)
    const piece = (await pieceBytes(files.session)).read
    await inWindow(size, piece, async (at, bytes) => {
      for (let filled = 0; filled < bytes;) {
        const part = await files.readAt(handle, at + filled, bytes - filled, asked)
        // Cut short meanwhile: what is missing stays zero, and no checksum fits it.
        if (part === 'end' || part.length === 0) return
        filled += part.copy(buffer, at + filled, 0, bytes - filled)
      }
    })
    return buffer
  } finally {
    files.closeLater(handle)
  }
}

/** Writes everything to a new file and makes it durable as far as the server can. */
export async function writeNewFile(
  files: SftpFiles,
  path: string,
  pieces: readonly Uint8Array[],
  wanted: { asked: Asked; mode: number },
): Promise<'written' | 'no-folder'> {
  const { asked, mode } = wanted
  const flags = openFlags.write | openFlags.create | openFlags.exclusive
  const handle = await files.open(path, flags, asked, mode)
  if (handle === 'missing') return 'no-folder'
  try {
    const most = (await pieceBytes(files.session)).write
    let start = 0
    for (const piece of pieces) {
      await inWindow(piece.length, most, (at, bytes) =>
        files.writeAt(handle, start + at, piece.subarray(at, at + bytes), asked),
      )
      start += piece.length
    }
    await files.sync(handle, asked)
  } catch (error) {
    files.closeLater(handle)
    throw error
  }
  // Some file systems report only here that bytes did not fit.
  await files.close(handle, asked)
  return 'written'
}

/** Runs `move` over pieces of `total` bytes, as many at once as fit into the window. */
async function inWindow(
  total: number,
  piece: number,
  move: (at: number, bytes: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < total) {
      const at = next
      next += piece
      await move(at, Math.min(piece, total - at))
    }
  }
  const lanes = Math.min(Math.ceil(windowBytes / piece), Math.ceil(total / piece))
  const works = Array.from({ length: lanes }, async () => {
    try {
      await lane()
    } catch (error) {
      next = total
      throw error
    }
  })
  // All have ended before the handle is closed.
  const outcomes = await Promise.allSettled(works)
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}
