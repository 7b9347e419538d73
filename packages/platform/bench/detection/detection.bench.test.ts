import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

import { goals } from './report/figures.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-bench-test-'))
after(() => rmSync(folder, { recursive: true }))
const bench = fileURLToPath(new URL('detection.bench.ts', import.meta.url))

test('the bench runs on a history, tells kinds apart, and says what it measured', () => {
  makeHistory(join(folder, 'histories/project'))
  const json = join(folder, 'figures.json')
  const run = (...parameters: string[]): string =>
    execFileSync(
      process.execPath,
      [
        bench,
        '--git',
        join(folder, 'histories'),
        '--quick',
        '--threads',
        '1',
        '--part',
        'versions',
        ...parameters,
      ],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      },
    )
  const text = run('--half', 'both', '--bases', '1', '--json', json)
  assert.match(text, /Real changes by verdict/)
  const {
    figures,
    goals: named,
    histories,
  } = JSON.parse(readFileSync(json, 'utf8')) as {
    figures: Record<string, number>
    goals: Record<string, number>
    histories: { name: string; head: string }[]
  }
  assert.deepEqual(named, goals)
  assert.equal(figures['benignPairs'], 3)
  assert.equal(figures['binaryPairs'], 1)
  assert.equal(figures['falseAlarms'], 0)
  assert.ok((figures['falseAlarmUpper95'] ?? 0) > 0.5, 'three pairs prove next to nothing')
  assert.ok((figures['attackedVersions'] ?? 0) > 100)
  assert.ok((figures['recall'] ?? 0) > 0.5)
  assert.equal(histories[0]?.name, 'project')
  assert.match(histories[0]?.head ?? '', /^[0-9a-f]{40}$/)
  assert.throws(
    () => run('--half', 'held-out', '--explain', join(folder, 'x')),
    'nobody tunes by the held-out half',
  )
})

function makeHistory(work: string): void {
  mkdirSync(work, { recursive: true })
  const git = (...parameters: string[]): unknown =>
    execFileSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false', ...parameters],
      {
        cwd: work,
        env: {
          ...process.env,
          GIT_AUTHOR_DATE: '2026-01-01T00:00Z',
          GIT_COMMITTER_DATE: '2026-01-01T00:00Z',
        },
      },
    )
  git('init', '--quiet')
  for (const version of [1, 2]) {
    const lines = Array.from({ length: 300 * version }, (_, line) => `line ${line} of version ${version}\n`)
    writeFileSync(join(work, 'notes.txt'), lines.join(''))
    writeFileSync(join(work, 'code.ts'), lines.map((line) => `// ${line}`).join(''))
    writeFileSync(join(work, 'log.gz'), gzipSync(lines.join('')))
    git('add', '-A')
    git('commit', '--quiet', '--message', String(version))
  }
}
