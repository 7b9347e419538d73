import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import { startAnlauf } from './anlauf-process.ts'
import { filesOf, host, markers, nights, sha256, tenants } from './contents.ts'

/** What every run starts from: a backed-up provider after an attack, its case declared, the plan recorded. */
export interface Ground {
  readonly folder: string
  readonly repository: string
  readonly home: string
  readonly plan: string
  readonly estate: string
  /** Rules of our own, and the same with one more. */
  readonly rules: string
  readonly moreRules: string
  readonly truth: Truth
  /** Rows of the verdict cache after an undisturbed run; their codes hold in every copy of the home. */
  readonly verdicts: Record<string, unknown>[]
  /** Of each tenant, how many files an undisturbed run leaves to a person. */
  readonly reviews: Map<string, number>
  at(...names: string[]): string
}

/** Of each tenant, by path on the machine: what must come back. Everything else must not. */
export type Truth = ReadonlyMap<string, ReadonlyMap<string, Expected>>

export interface Expected {
  /** Of the content, or of a link's target. */
  readonly sha256: string
  readonly type: 'file' | 'symlink'
  /** It must come back unless this engine is asked too. */
  readonly unless?: 'later-rule' | 'clamd' | 'own-rule' | 'bundled'
}

export const password = 'only for fault runs'
export const caseId = 'night-1'
export const people = ['anna', 'bernd'] as const

/** Syncs and databases cost nothing on a disk in memory, and a killed process leaves it as a real one. */
function fastFolder(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
}

export async function makeGround(): Promise<Ground> {
  const folder = mkdtempSync(join(fastFolder(), 'anlauf-faults-'))
  const at = (...names: string[]): string => join(folder, ...names)
  const truth = new Map<string, Map<string, Expected>>()
  writeFileSync(at('estate.yaml'), estateText())
  for (const [name, known] of [['rules', ['own-rule']], ['more-rules', ['own-rule', 'later-rule']]] as const) {
    mkdirSync(at(name))
    for (const one of known) writeFileSync(at(name, `${one}.yar`), ruleText(one, markers[one]))
  } // prettier-ignore
  const env = envOf({ repository: at('repository'), home: at('home') })
  const anlauf = async (...args: string[]): Promise<string> => {
    const ended = await startAnlauf(args, env).ended
    if (ended.exitCode === 0) return ended.stdout
    throw new Error(`${args.join(' ')} ended with ${ended.exitCode}: ${ended.stdout}${ended.stderr}`)
  }
  const contents = tenants.map(
    (tenant) => [tenant, filesOf(tenant, (inside) => sevenZip(folder, inside))] as const,
  )
  await anlauf('repo', 'init')
  for (let night = 0; night < nights; night += 1) {
    for (const [tenant, files] of contents) {
      const expected = truth.get(tenant) ?? new Map<string, Expected>()
      truth.set(tenant, expected)
      for (const file of files) {
        const place = at('srv/share', tenant, file.path)
        mkdirSync(dirname(place), { recursive: true })
        if (file.link !== undefined && night === 0) symlinkSync(file.link, place)
        const bytes = file.nights[night]
        if (bytes !== undefined) writeFileSync(place, bytes)
        if (file.expected !== night) continue
        const what =
          file.link === undefined
            ? { type: 'file' as const, sha256: sha256(readFileSync(place)) }
            : { type: 'symlink' as const, sha256: sha256(file.link) }
        expected.set(`/srv/share/${tenant}/${file.path}`, {
          ...what,
          ...(file.unless && { unless: file.unless }),
        })
      }
    }
    const time = `2026-03-0${night + 2}T02:00:00Z`
    await anlauf('repo', 'backup', '--host', host, '--time', time, '--as-root', folder, at('srv/share'))
  }
  const inCase = ['--case', caseId]
  await anlauf('case', 'declare', ...inCase, '--title', 'Faults', '--estate', at('estate.yaml'))
  writeFileSync(at('proof.json'), '[{"target":"files1:445","reached":false}]')
  await anlauf('case', 'isolated', ...inCase, '--estate', at('estate.yaml'), '--proof', at('proof.json'))
  for (const person of people) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
    writeFileSync(at(`${person}.key`), pem, { mode: 0o600 })
    writeFileSync(at(`${person}.pub`), publicKey.export({ type: 'spki', format: 'pem' }))
    const who = ['--person', person, '--role', 'service-owner', '--public-key', at(`${person}.pub`)]
    await anlauf('case', 'approver', ...inCase, ...who)
  }
  const plan = at('plan.json')
  await anlauf('recover', 'plan', '--estate', at('estate.yaml'), ...inCase, '--out', plan)
  return {
    folder,
    repository: at('repository'),
    home: at('home'),
    plan,
    estate: at('estate.yaml'),
    rules: at('rules'),
    moreRules: at('more-rules'),
    truth,
    verdicts: [],
    reviews: new Map(),
    at,
  }
}

export function removeGround(ground: Ground): void {
  rmSync(ground.folder, { recursive: true, force: true })
}

/** Only what a command needs: nothing of whoever runs the tests reaches it. */
export function envOf({ repository, home }: { repository: string; home: string }): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    TMPDIR: dirname(home),
    RESTIC_REPOSITORY: repository,
    RESTIC_PASSWORD: password,
    ANLAUF_HOME: home,
  }
}

/** Copies a folder; a server's data folder keeps its owner. */
export function copyFolder(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-a', '--reflink=auto', from, to], { encoding: 'utf8' })
  if (status !== 0) cpSync(from, to, { recursive: true, preserveTimestamps: true })
  if (!existsSync(to)) throw new Error(stderr)
}

function ruleText(name: string, marker: string): string {
  return `rule ${name.replaceAll('-', '_')} { strings: $marker = "${marker}" condition: $marker }\n`
}

function sevenZip(folder: string, inside: Buffer): Buffer {
  const [member, archive] = [join(folder, 'member'), join(folder, 'member.7z')]
  rmSync(archive, { force: true })
  writeFileSync(member, inside)
  const { status, stdout } = spawnSync('7z', ['a', '-bd', archive, member], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stdout)
  const bytes = readFileSync(archive)
  for (const file of [member, archive]) rmSync(file)
  return bytes
}

function estateText(): string {
  return `apiVersion: estate/v1
provider: { id: provider, name: Beispiel Hosting AG, tz: Europe/Berlin, languages: [de, en] }
contacts:
  - { id: c-desk, name: Servicestelle, roles: [public], languages: [de], channels: [ { kind: phone, to: "+49 30 23125 100" } ] }
products:
  - { id: cloud, name: Cloud, offerings: [sync-share] }
services:
  - { id: share, name: { de: Dateiablage, en: File share }, offering: sync-share, runsOn: [${host}],
      tenancy: { mode: shared, key: folder }, recovery: { tier: 1, order: 40, proofs: [scan-clean, signoff-2] } }
systems:
  - { id: ${host}, kind: linux-vm, addresses: [192.0.2.14], zones: [prod-files], connectors: { net: nftables } }
datasets:
  - { id: share, of: share, on: ${host}, source: { kind: files, root: /srv/share }, tenantSlice: "{tenant.slug}/**",
      classes: [personal], copies: [], owner: team-files }
tenants:
${tenants
  .map(
    (tenant, at) =>
      `  - { id: ${tenant}, slug: ${tenant}, name: ${tenant}, number: "${at}", contacts: [c-desk], wave: first, subscriptions: [ { offering: sync-share } ] }`,
  )
  .join('\n')}
`
}
