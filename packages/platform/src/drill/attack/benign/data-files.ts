import { gzipSync } from 'node:zlib'

import { logText } from '../../content/log-file.ts'
import { fileStem, sentence } from '../../content/words.ts'
import { endingOf } from '../engine/names.ts'
import type { BenignTransform } from './benign-transform.ts'
import { edit } from './texts.ts'

/** What programs write into files that are text: data exported again, logs, dumps, mail. */
export const dataFiles: readonly BenignTransform[] = [
  edit('json-indented', (text, _, path) =>
    json(path, () => `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`),
  ),
  edit('json-minified', (text, _, path) => json(path, () => JSON.stringify(JSON.parse(text)))),
  edit('json-keys-sorted', (text, _, path) =>
    json(path, () => JSON.stringify(sorted(JSON.parse(text)), undefined, '\t')),
  ),
  edit('csv-exported', (text, _, path) =>
    endingOf(path) === 'csv'
      ? text
          .replaceAll(/[^,\r\n]+/g, (cell) => (cell.startsWith('"') ? cell : `"${cell}"`))
          .replaceAll(',', ';')
      : undefined,
  ),
  edit('log-growth', (text, random, path) =>
    isLog(path) ? `${text}${logText(random, new Date('2026-03-09'), 200)}` : undefined,
  ),
  edit('log-began-anew', (_, random, path) =>
    isLog(path) ? logText(random, new Date('2026-03-09'), 50 + random.below(300)) : undefined,
  ),
  edit('dump-of-next-day', (text, random, path) => {
    if (endingOf(path) !== 'sql') return undefined
    const rows = Array.from(
      { length: 40 },
      () => `INSERT INTO note VALUES (${random.below(1e6)}, '${sentence(random)}');`,
    )
    return `-- dumped ${random.below(28) + 1}.03.2026\n${text}${rows.join('\n')}\n`
  }),
  edit('mail-gets-attachment', (text, random, path) => {
    if (endingOf(path) !== 'eml') return undefined
    const log = logText(random, new Date('2026-03-09'), 50 + random.below(600))
    const lines =
      gzipSync(log)
        .toString('base64')
        .match(/.{1,76}/g) ?? []
    const boundary = `part-${random.bytes(6).toString('hex')}`
    const head = `--${boundary}\r\nContent-Disposition: attachment; filename="${fileStem(random)}.log.gz"\r\nContent-Transfer-Encoding: base64`
    return `${text}\r\n${head}\r\n\r\n${lines.join('\r\n')}\r\n--${boundary}--\r\n`
  }),
  edit('picture-embedded', (text, random, path) => {
    if (!['html', 'css', 'svg', 'md'].includes(endingOf(path))) return undefined
    return `${text}\n<!-- data:image/png;base64,${random.bytes(6000).toString('base64')} -->\n`
  }),
]

function json(path: string, change: () => string): string | undefined {
  return endingOf(path) === 'json' ? change() : undefined
}

function isLog(path: string): boolean {
  return endingOf(path) === 'log'
}

/** The same value with the keys of every object in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}
