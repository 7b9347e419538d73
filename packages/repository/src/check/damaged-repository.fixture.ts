import assert from 'node:assert/strict'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

import { openRepository } from '../open-repository.ts'
import { readFile } from '../read-file.ts'
import type { Repository } from '../repository.ts'
import { emptyRepository, forge, password } from '../small-repository.fixture.ts'
import { localStorage } from '../storage/index.ts'
import { walkTree } from '../walk-tree.ts'
import { check } from './check.ts'

/** A folder with two files, and the paths of the repository's files by kind. */
export async function soundRepository(t: TestContext) {
  const { place, repository } = await emptyRepository(t)
  const client = forge(repository)
  const files = [await client.file('a', 'content a'), await client.file('b', 'one', 'two')]
  await client.snapshot(await client.tree([await client.dir('d', files)]))
  const index = await repository.loadIndex()
  const packs = { data: [] as string[], tree: [] as string[] }
  for (const pack of index.packs())
    packs[index.blobsOf(pack)[0]?.type ?? 'data'].push(join(place, 'data', pack.slice(0, 2), pack))
  const kind = (name: string): string[] => readdirSync(join(place, name)).map((id) => join(place, name, id))
  return { place, paths: { ...packs, index: kind('index'), snapshots: kind('snapshots') } }
}

/** Anew, as after the damage: nothing is remembered. */
export const open = (place: string): Promise<Repository> => openRepository(localStorage(place), { password })

/** Reads everything there is, as a restore would. */
export async function readAll(place: string): Promise<void> {
  const repository = await open(place)
  const snapshots = await repository.listSnapshots()
  assert.ok(snapshots.length > 0)
  for (const { tree } of snapshots)
    for await (const { node } of walkTree(repository, tree))
      if (node.type === 'file') await Array.fromAsync(readFile(repository, node))
}

/** The codes of the errors that a check finds. */
export async function findings(place: string, readData: boolean): Promise<string[]> {
  const report = await check(await open(place), { readData })
  for (const finding of report.findings) assert.ok(finding.hint.length > 20 && finding.object !== '')
  return [...new Set(report.findings.filter(({ severity }) => severity === 'error').map(({ code }) => code))]
}

/** Flips one bit of a file. */
export function flip(path: string, at: number): void {
  chmodSync(path, 0o600)
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
