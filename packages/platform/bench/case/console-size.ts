import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { prepareConsole } from '../../../console/build/index.ts'

/** Bytes of the console's first load, compressed as they are served: the page and what it names. */
export async function consoleBytes(): Promise<number> {
  const built = await prepareConsole()
  if (built.kind === 'failed') throw new Error(`The console could not be built: ${JSON.stringify(built)}`)
  const page = readFileSync(join(built.folder, 'index.html'), 'utf8')
  const named = [...page.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '')
  const screens = readdirSync(join(built.folder, 'assets'))
    .filter((name) => name.endsWith('.js') && !named.includes(`assets/${name}`))
    .map((name) => sizeOf(built.folder, `assets/${name}`))
  // Whoever opens a link gets the frame and one screen; the largest counts.
  const frame = ['index.html', ...named].reduce((sum, name) => sum + sizeOf(built.folder, name), 0)
  return frame + Math.max(0, ...screens)
}

function sizeOf(folder: string, name: string): number {
  const compressed = join(folder, `${name}.br`)
  return statSync(existsSync(compressed) ? compressed : join(folder, name)).size
}
