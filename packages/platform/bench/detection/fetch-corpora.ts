/**
 * Makes corpora for the detection bench out of npm and Debian packages:
 *
 *     node packages/platform/bench/detection/fetch-corpora.ts --into DIR [--only WORD]
 *
 * `DIR/npm` becomes a folder of git repositories (for `--git`), `DIR/debian` one of documents (for `--files`). What
 * is there already stays; `--only` takes the packages whose name holds the word. Needs git and npm, for Debian's part
 * apt-get and dpkg-deb, about 2.5 GB of disk, and about an hour.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { unpackDebian } from './corpora/debian.ts'
import { makeSeries } from './corpora/npm-series.ts'
import { debianPackages, npmSeries } from './corpora/series.ts'

const { values } = parseArgs({ options: { into: { type: 'string' }, only: { type: 'string', default: '' } } })
if (values.into === undefined) throw new Error('--into DIR is missing: the folder for the corpora')
const [npmFolder, debianFolder] = [join(values.into, 'npm'), join(values.into, 'debian')]
mkdirSync(npmFolder, { recursive: true })
const say = (text: string): boolean => process.stderr.write(`${text}\n`)
for (const series of npmSeries.filter(({ name }) => name.includes(values.only))) {
  try {
    await makeSeries(series, { into: npmFolder, onProgress: say })
  } catch (error) {
    say(`  left out: ${series.name}: ${String(error).slice(0, 200)}`)
  }
}
for (const name of debianPackages.filter((name) => name.includes(values.only))) {
  say(name)
  unpackDebian(name, debianFolder)
}
