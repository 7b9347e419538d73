import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

import { AnlaufError } from '../../../../core/failure.ts'

/** A file that is to be secured, opened once: what is read is what was checked. */
export interface SourceFile extends AsyncDisposable {
  readonly bytes: AsyncIterable<Uint8Array>
  /** Throws `input-invalid` when the file became another one while it was read. */
  requireUnchanged(): Promise<void>
}

/**
 * Opens a file that somebody wants to secure, however large. A symbolic link is refused, because what it points to may
 * be another file by the time somebody asks where this came from; so is whatever is no regular file.
 */
export async function openSource(file: string): Promise<SourceFile> {
  const handle = await openPlain(file)
  const before = await handle.stat({ bigint: true })
  if (!before.isFile()) {
    await handle.close()
    throw before.isDirectory()
      ? unfit(file, 'is a folder', 'Pack it first, for instance with tar, and secure the archive.')
      : unfit(
          file,
          'is no regular file',
          'Copy its content into a file, or pipe it in: anlauf evidence acquire -',
        )
  }
  return {
    bytes: readAll(handle, file),
    async requireUnchanged() {
      const after = await handle.stat({ bigint: true })
      if (after.size === before.size && after.mtimeNs === before.mtimeNs) return
      throw unfit(
        file,
        'changed while it was read',
        'Stop what writes to it, or take a snapshot, and secure that. Nothing was recorded.',
      )
    },
    [Symbol.asyncDispose]: () => handle.close(),
  }
}

async function openPlain(file: string): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK a named pipe would let the command wait for ever.
    return await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? ''
    if (code === 'ELOOP') {
      throw unfit(file, 'is a symbolic link', 'Name the file itself; "realpath FILE" says where it is.')
    }
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`
    throw new AnlaufError('not-found', `The file ${file} ${why}.`, {
      hint: 'Check the path, and that this account may read the file.',
      cause,
    })
  }
}

async function* readAll(handle: FileHandle, file: string): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(1024 * 1024)
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length).catch((cause: unknown) => {
      throw new AnlaufError(
        'input-invalid',
        `${file} cannot be read to its end: ${(cause as Error).message}`,
        {
          hint: 'The medium may be failing: image it with a tool that notes bad places, such as ddrescue, and secure the image.',
          cause,
        },
      )
    })
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
  }
}

function unfit(file: string, why: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', `${file} ${why}.`, { hint })
}
