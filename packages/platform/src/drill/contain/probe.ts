/** The second path: a process of its own that only knows the old places. Reads paths from stdin, one a line. */
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const results = readFileSync(0, 'utf8')
  .split('\n')
  .filter((path) => path !== '')
  .map((path) => {
    try {
      closeSync(openSync(join(path, '.probe'), 'w'))
      return { path, reached: true, how: 'written' }
    } catch (error) {
      return {
        path,
        reached: false,
        how: error instanceof Error && 'code' in error ? String(error.code) : 'failed',
      }
    }
  })
process.stdout.write(JSON.stringify(results))
