import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'

import { refusal } from '../small-repository.fixture.ts'
import { planSources, type SourcePlan } from './source-plan.ts'

const here = resolve('.')
const folders: Readonly<Record<string, readonly string[]>> = {
  '/': ['etc', 'srv'],
  '/b/c': ['d', 'e'],
  [here]: ['one', 'two'],
}
const listNames = (path: string): readonly string[] => folders[path] ?? []

/** Every leaf: where it goes in the snapshot ← what is read. */
function leaves(paths: readonly string[], asRoot?: string): string[] {
  const found: string[] = []
  const visit = (plan: SourcePlan, at: string): void => {
    if (plan.source !== undefined) found.push(`${at} ← ${plan.source}`)
    for (const [name, child] of plan.children) visit(child, `${at}/${name}`)
  }
  visit(planSources(paths, { asRoot, listNames }).plan, '')
  return found.sort()
}

test('absolute paths keep their place, doubled ones count once', () => {
  assert.deepEqual(leaves(['/b/c', '/a', '/a/', '/x/../a']), ['/a ← /a', '/b/c ← /b/c'])
  const { plan, storedPaths } = planSources(['/b/c', '/a', '/a/'], { listNames })
  assert.deepEqual(storedPaths, ['/a', '/b/c'])
  assert.equal(plan.children.get('b')?.folder, '/b')
})

test('of a source inside another one the outer is taken apart', () => {
  const apart = ['/b/c/d ← /b/c/d', '/b/c/e ← /b/c/e']
  assert.deepEqual(leaves(['/b/c', '/b/c/d']), apart)
  assert.deepEqual(leaves(['/b/c/d', '/b/c']), apart)
  // What the folder does not list is there all the same: it was named.
  assert.deepEqual(leaves(['/b/c', '/b/c/x/y']), [...apart, '/b/c/x/y ← /b/c/x/y'])
  assert.equal(planSources(['/b/c', '/b/c/d'], { listNames }).storedPaths.length, 2)
})

test('relative paths are stored as they were named, as restic stores them', () => {
  assert.deepEqual(leaves(['x/y']), [`/x/y ← ${here}/x/y`])
  assert.deepEqual(leaves(['./x//y/']), [`/x/y ← ${here}/x/y`])
  assert.deepEqual(leaves(['../x']), [`/x ← ${resolve('..')}/x`])
  assert.deepEqual(leaves(['.']), [`/one ← ${here}/one`, `/two ← ${here}/two`])
  assert.deepEqual(leaves(['/']), ['/etc ← /etc', '/srv ← /srv'])
  const { plan, storedPaths } = planSources(['../x/y'], { listNames })
  assert.equal(plan.children.get('x')?.folder, resolve('../x'))
  assert.deepEqual(storedPaths, [resolve('../x/y')])
})

test('names of different places do not mix', () => {
  assert.deepEqual(leaves(['/x/y', 'x/z', '../x/z', 'x/w']), [
    `/x-1/w ← ${here}/x/w`,
    `/x-1/z ← ${here}/x/z`,
    `/x-2/z ← ${resolve('..')}/x/z`,
    '/x/y ← /x/y',
  ])
})

test('below a root of its own nothing outside can be named', () => {
  assert.deepEqual(leaves(['/m/x'], '/m'), ['/x ← /x'])
  assert.deepEqual(leaves(['/m/..x'], '/m'), ['/..x ← /..x'])
  assert.deepEqual(leaves(['/m'], '/m'), ['/etc ← /etc', '/srv ← /srv'])
  for (const path of ['/etc', '/m/../x'])
    assert.throws(() => leaves([path], '/m'), refusal('invalid-argument', /outside/))
  assert.throws(() => leaves([]), refusal('invalid-argument'))
})
