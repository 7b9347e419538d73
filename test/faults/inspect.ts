import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

import { anlaufWithin } from './anlauf-within.ts'
import { host, markers, sha256 } from './contents.ts'
import { caseId, envOf, type Expected } from './ground.ts'
import type { Play } from './play.ts'
import { filesBelow, walk } from './walk.ts'

/**
 * What is wrong with what a run let out: own walk, own hashes, the files as they were made before any backup.
 * `moment` is `now` for what must hold at any time: whatever lies there is one tenant's, clean and whole; `end` asks
 * also that everything is there, and that receipts and evidence hold.
 */
export async function inspect(play: Play, moment: 'now' | 'end'): Promise<string[]> {
  const wrong = [...play.broken, ...inReleased(play, moment), ...inCleanRoom(play)]
  if (moment === 'end') wrong.push(...(await proofs(play)))
  return wrong
}

/** What lies where a tenant would find it, or where the gate put it. */
function inReleased(play: Play, moment: 'now' | 'end'): string[] {
  const wrong: string[] = []
  for (const area of [play.target, play.out]) {
    const visible = existsSync(area) ? readdirSync(area).filter((name) => !name.startsWith('.')) : []
    for (const unit of visible) {
      const at = `${area.slice(play.folder.length + 1)}/${unit}`
      if (!play.units.includes(unit)) wrong.push(`${at}: nobody released it`)
      if (moment === 'now' && [...play.planted].some((one) => one.startsWith(join(area, unit, '/')))) continue
      const files = handedOver(play, area, unit)
      const expected = expectedOf(play, unit)
      const seen = new Set<string>()
      for (const { path, type, hash } of files) {
        const right = expected.get(path)
        seen.add(path)
        if (right?.sha256 === hash && right.type === type) continue
        // An intruder put it there after the release; what counts is that it does not go any further.
        if (area === play.target && play.planted.has(join(area, unit, 'files', host, path))) continue
        wrong.push(`${at}: ${path} ${right === undefined ? 'must not leave' : 'has other bytes'}`)
      }
      for (const path of expected.keys()) if (!seen.has(path)) wrong.push(`${at}: ${path} is missing`)
    }
    if (moment === 'end')
      for (const unit of play.units) if (!visible.includes(unit)) wrong.push(`${area}/${unit} is missing`)
  }
  return wrong
}

interface Found {
  readonly path: string
  readonly type: string
  readonly hash: string
}

/** An archive is unpacked by tar, not by us. */
function handedOver(play: Play, area: string, unit: string): Found[] {
  const archive = join(area, unit, 'files.tar')
  if (!existsSync(archive)) return foundBelow(join(area, unit, 'files'))
  const to = play.at(`unpacked ${unit}`)
  mkdirSync(to, { recursive: true })
  execFileSync('tar', ['-xf', archive, '-C', to, '--no-same-owner'])
  return foundBelow(existsSync(join(to, 'files')) ? join(to, 'files') : to)
}

function foundBelow(root: string): Found[] {
  const base = join(root, host)
  return walk(root).map(({ place, entry }) => {
    const path = place.startsWith(`${base}/`) ? place.slice(base.length) : place
    if (entry.isSymbolicLink()) return { path, type: 'symlink', hash: sha256(readlinkSync(place)) }
    if (entry.isFile()) return { path, type: 'file', hash: sha256(readFileSync(place)) }
    return { path, type: 'special', hash: '' }
  })
}

/** Who was asked decides what must come back. */
function expectedOf(play: Play, unit: string): Map<string, Expected> {
  const all = [...(play.ground.truth.get(unit) ?? [])]
  return new Map(all.filter(([, { unless }]) => unless === undefined || !play.asked.has(unless)))
}

/** Nothing that the bundled or own rules find lies in the clear where clean files lie, unless a fault put it there. */
function inCleanRoom(play: Play): string[] {
  return filesBelow(play.cleanRoom).flatMap((place) => {
    if (play.planted.has(place)) return []
    const bytes = readFileSync(place)
    const isFound = bytes.includes(markers.bundled) || bytes.includes(markers['own-rule'])
    return isFound ? [`clean room: ${place} lies there in the clear`] : []
  })
}

async function proofs(play: Play): Promise<string[]> {
  const wrong: string[] = []
  const verified = await anlaufWithin(['evidence', 'verify', '--case', caseId], envOf(play))
  if (verified.exitCode !== 0) wrong.push(`evidence: ${verified.stdout}${verified.stderr}`)
  for (const unit of play.units) {
    const receipt = join(play.out, unit, 'receipt')
    if (!existsSync(receipt)) continue
    const key = spawnSync('openssl', ['pkey', '-pubin', '-in', 'key.pem', '-outform', 'DER'], {
      cwd: receipt,
    })
    const shell = spawnSync('sh', ['verify.sh', sha256(key.stdout)], { cwd: receipt, encoding: 'utf8' })
    if (shell.status !== 0) wrong.push(`receipt of ${unit}: ${shell.stdout}${shell.stderr}`)
    wrong.push(...manifestProblems(play, unit, readFileSync(join(receipt, 'manifest.ndjson'), 'utf8')))
  }
  return wrong
}

/** Every line clean, of this tenant, with the hash of what was there before the attack. */
function manifestProblems(play: Play, unit: string, text: string): string[] {
  const expected = expectedOf(play, unit)
  const lines = text.split('\n').filter((line) => line !== '')
  const wrong = lines.flatMap((json) => {
    const line = JSON.parse(json) as { path: string; sha256: string; verdict: string }
    const isRight = expected.get(line.path)?.sha256 === line.sha256 && line.verdict === 'clean'
    return isRight ? [] : [`manifest of ${unit}: ${line.path}`]
  })
  return lines.length === expected.size ? wrong : [...wrong, `manifest of ${unit}: ${lines.length} lines`]
}
