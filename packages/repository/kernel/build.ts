/**
 * Compiles the chunker kernel and writes its bytes, as base64, into the source tree.
 * With `--check` nothing is written: the exit code is 1 when the committed bytes are not what the source gives.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import asc from 'assemblyscript/asc'

const kernel = fileURLToPath(new URL('.', import.meta.url))
const target = join(kernel, '../src/chunker/rabin-kernel-bytes.ts')
const source = await render(await compile())

if (process.argv.includes('--check')) {
  const committed = await readFile(target, 'utf8')
  if (committed !== source) {
    process.stderr.write('The committed chunker kernel differs from its source: run node kernel/build.ts\n')
    process.exitCode = 1
  }
} else {
  await writeFile(target, source)
}

async function compile(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'anlauf-kernel-'))
  try {
    const output = join(folder, 'rabin.wasm')
    const result = await asc.main([
      join(kernel, 'assembly/rabin.ts'),
      '--outFile',
      output,
      '-O3',
      '--noAssert',
      '--runtime=stub',
      '--enable=bulk-memory',
      // Tables and history take the first page, the input buffer of 1 MiB the other sixteen.
      '--initialMemory=18',
      '--memoryBase=4096',
    ])
    if (result.error !== null) throw result.error
    return await readFile(output)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function render(bytes: Buffer): Promise<string> {
  return [
    '// Made by packages/repository/kernel/build.ts from kernel/assembly/rabin.ts; do not edit.',
    'export const rabinKernelBytes =',
    `  '${bytes.toString('base64')}'`,
    '',
  ].join('\n')
}
