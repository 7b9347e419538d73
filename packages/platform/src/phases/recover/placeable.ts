import { encodeName, printName } from '@anlauf/repository'

import type { LeftOut } from './plan.ts'
import type { Place } from './unit-folder.ts'

/** Linux holds no longer path, DNS no longer name. */
const longest = { path: 4096, host: 255 }

/** False for what no machine can have backed up: a hostile client writes any tree and any host name. */
export function isPlaceable({ host, path }: Place): boolean {
  return !host.includes('\0') && bytesOf(host) <= longest.host && bytesOf(path) <= longest.path
}

/** False for a target that no link can have. */
export function isLinkTarget(target: string): boolean {
  return target !== '' && !target.includes('\0') && bytesOf(target) < longest.path
}

/** Says in the plan that such a thing is not restored, under a name that fits into the plan. */
export function notPlaceable({ host, path }: Place): LeftOut {
  const name = printName(path.slice(path.lastIndexOf('/') + 1)).slice(0, 200)
  return {
    host: printName(host).slice(0, 200),
    path: `/${name}`,
    reason: 'excludedByRule',
    why: `No file system holds such a name: the path has ${bytesOf(path)} bytes, the host's name ${bytesOf(host)}.`,
  }
}

/** Infinite for a lone surrogate that stands for no byte. */
function bytesOf(name: string): number {
  try {
    return encodeName(name).length
  } catch {
    return Infinity
  }
}
