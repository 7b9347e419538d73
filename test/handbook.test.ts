import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'anlauf-handbook-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** The boxes that somebody types at 3 a.m., in the order of the page. */
function boxes(page: string): string[] {
  return [...readFileSync(at(page), 'utf8').matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, box]) => box ?? '')
}

const env = {
  ...process.env,
  ANLAUF_HOME: join(folder, 'home'),
  DATABASE_URL: '',
  RESTIC_REPOSITORY: join(folder, 'repository'),
  RESTIC_PASSWORD_FILE: join(folder, 'repository-password'),
}

function shell(script: string): string {
  const main = at('packages/platform/bin/anlauf.js')
  const head = `set -eu\nanlauf() { "${process.execPath}" "${main}" "$@"; }\n`
  const run = spawnSync('sh', ['-c', head + script], { cwd: folder, env, encoding: 'utf8' })
  assert.equal(run.status, 0, `${script}\n${run.stdout}\n${run.stderr}`)
  return run.stdout
}

test('the German page has the commands of the English one', () => {
  assert.deepEqual(boxes('docs/handbook/erste-stunde.md'), boxes('docs/handbook/first-hour.md'))
})

test('every command of the first hour works, in its order, and the log of it verifies', () => {
  for (const [from, to] of [
    ['examples/estate.yaml', 'estate.yaml'],
    ['examples/roster.yaml', 'roster.yaml'],
    ['examples/plans/ransomware-hoster.yaml', 'plan.yaml'],
  ] as const) {
    cpSync(at(from), join(folder, to))
  }
  writeFileSync(join(folder, 'repository-password'), 'for the test\n')
  shell('anlauf repo init\nanlauf repo backup estate.yaml')
  const said = boxes('docs/handbook/first-hour.md').map(shell).join('\n')
  assert.match(said, /1 original read, all are what was secured/)
  assert.match(said, /Isolation of 7 systems recorded/)
  assert.match(said, /VERIFIED: the case night-1/)
  assert.match(said, /tom has the role lead/)
  shell('anlauf evidence export --case night-1 --to export')
  assert.match(
    execFileSync('sh', ['verify.sh'], { cwd: join(folder, 'export'), encoding: 'utf8' }),
    /^VERIFIED/m,
  )
})

test('pictures and pages that the handbook shows are there', () => {
  for (const page of ['first-hour.md', 'erste-stunde.md', 'communication.md', 'kommunikation.md']) {
    const text = readFileSync(at(`docs/handbook/${page}`), 'utf8')
    for (const [, name = ''] of text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) {
      assert.ok(existsSync(at(`docs/handbook/${name}`)), name)
    }
  }
})
