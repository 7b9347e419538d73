/**
 * Compiles the WASM kernels and writes their bytes, as base64, into the source tree.
 * With `--check` nothing is written: the exit code is 1 when committed bytes are not what the source gives.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import asc from 'assemblyscript/asc'

interface Kernel {
  readonly name: string
  /** Where the bytes go, and under which name. */
  readonly target: string
  readonly constant: string
  readonly flags: readonly string[]
}

const kernels: readonly Kernel[] = [
  {
    name: 'rabin',
    target: 'chunker/rabin-kernel-bytes.ts',
    constant: 'rabinKernelBytes',
    // Tables and history take the first page, the input buffer of 1 MiB the other sixteen.
    flags: ['--initialMemory=18'],
  },
  {
    name: 'census',
    target: 'census/census-kernel-bytes.ts',
    constant: 'censusKernelBytes',
    // Tables and 16 KiB of input.
    flags: ['--initialMemory=1', '--enable=simd'],
  },
]

const folder = fileURLToPath(new URL('.', import.meta.url))
for (const kernel of kernels) {
  const target = join(folder, '../src', kernel.target)
  const source = render(kernel, await compile(kernel))
  if (!process.argv.includes('--check')) await writeFile(target, source)
  else if ((await readFile(target, 'utf8')) !== source) {
    process.stderr.write(
      `The committed ${kernel.name} kernel differs from its source: run node kernel/build.ts\n`,
    )
    process.exitCode = 1
  }
}

async function compile({ name, flags }: Kernel): Promise<Buffer> {
  const place = await mkdtemp(join(tmpdir(), 'anlauf-kernel-'))
  try {
    const output = join(place, `${name}.wasm`)
    const result = await asc.main([
      join(folder, `assembly/${name}.ts`),
      '--outFile',
      output,
      '-O3',
      '--noAssert',
      '--runtime=stub',
      '--enable=bulk-memory',
      '--memoryBase=4096',
      ...flags,
    ])
    if (result.error !== null) throw result.error
    return await readFile(output)
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}

function render({ name, constant }: Kernel, bytes: Buffer): string {
  return [
    `// Made by packages/repository/kernel/build.ts from kernel/assembly/${name}.ts; do not edit.`,
    `export const ${constant} =`,
    `  '${bytes.toString('base64')}'`,
    '',
  ].join('\n')
}
