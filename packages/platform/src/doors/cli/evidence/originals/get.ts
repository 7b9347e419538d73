import { existsSync, linkSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { resolve } from 'node:path'

import { buildCommand } from '@stricli/core'

import { AnlaufError } from '../../../../core/failure.ts'
import { caseFlag, signature } from '../../case/access.ts'
import type { AnlaufContext } from '../../context.ts'
import { formatBytes, printJson, printLines } from '../../terminal/output.ts'
import { hashArgument, itemNamed, openCaseOriginals, reasonFlag } from './access.ts'

interface GetFlags {
  readonly case: string
  readonly to: string
  readonly reason: string
  readonly json: boolean
}

export const originalsGet = buildCommand<GetFlags, [string], AnlaufContext>({
  docs: {
    brief: 'Read an original into a new file to work on; who read it and why is recorded first',
    fullDescription:
      'The entry is written before the first byte is read. The file appears only when all of it is what was secured.',
  },
  parameters: {
    flags: {
      case: caseFlag,
      to: { kind: 'parsed', parse: String, brief: 'New file', placeholder: 'file' },
      reason: reasonFlag,
      json: { kind: 'boolean', default: false, brief: 'JSON on stdout' },
    },
    positional: hashArgument,
  },
  async func(flags, start) {
    const file = resolve(flags.to)
    refuseExisting(file)
    await using opened = await openCaseOriginals(this, flags.case)
    const { sha256, size } = itemNamed(opened.custody, start)
    const by = signature(this)
    await opened.custody.execute({ command: 'access', sha256, reason: flags.reason }, by)
    try {
      await writeWhole(file, opened.originals.read(flags.case, sha256))
    } catch (error) {
      if (error instanceof AnlaufError && error.code === 'evidence-broken') {
        await opened.custody.execute({ command: 'verify', found: [{ sha256, outcome: 'damaged' }] }, by)
      }
      throw error
    }
    if (flags.json) return printJson(this, { case: flags.case, sha256, size, file })
    printLines(this, [
      `${file}: ${formatBytes(size)}, SHA-256 ${sha256}. That you read it is recorded.`,
      'Work on this copy. What you make of it is secured with: anlauf evidence acquire FILE --derived-from HASH',
    ])
  },
})

function refuseExisting(file: string): void {
  if (!existsSync(file)) return
  throw new AnlaufError('unsafe-target', `${file} exists already.`, {
    hint: 'Name a new file; nothing was touched.',
  })
}

/** Linked at the end: under its name the file is whole, and nobody else's file is written over. */
async function writeWhole(file: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const fresh = `${file}.part-${process.pid}`
  try {
    const handle = await open(fresh, 'wx', 0o600)
    try {
      for await (const bytes of content) await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    linkSync(fresh, file)
  } catch (cause) {
    if (cause instanceof AnlaufError) throw cause
    throw new AnlaufError('write-failed', `${file} cannot be written: ${(cause as Error).message}`, {
      hint: 'Check the folder, its rights and the free space, then run the command again.',
      retry: 'later',
      cause,
    })
  } finally {
    rmSync(fresh, { force: true })
  }
}
