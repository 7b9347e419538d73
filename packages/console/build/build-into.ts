import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

import { build } from 'vite'

/** `node build-into.ts FOLDER`: the console's files, each beside its compressed forms. */
const folder = process.argv[2]
if (folder === undefined) throw new Error('Name the folder to build into.')

await build({
  configFile: join(import.meta.dirname, '../vite.config.ts'),
  build: { outDir: folder, emptyOutDir: true },
  logLevel: 'error',
})
for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!/\.(?:js|css|html|svg)$/.test(name)) continue
  const file = join(folder, name)
  const bytes = readFileSync(file)
  // 9 of 11: 4 % larger than the best, in a tenth of the time.
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
}
