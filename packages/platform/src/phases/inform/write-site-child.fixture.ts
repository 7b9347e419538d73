import { writeSite } from './index.ts'

/** Writes sites into the folder of its first argument, one after the other, until somebody kills it. */
const [folder = ''] = process.argv.slice(2)
for (let version = 1; ; version += 1) {
  const pages = Array.from(
    { length: 12 },
    (_, n) => [`page-${n}/index.html`, Buffer.from(`version ${version}`)] as const,
  )
  writeSite(folder, new Map(pages))
  if (version === 1) process.stdout.write('started\n')
}
