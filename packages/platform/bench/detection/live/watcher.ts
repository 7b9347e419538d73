/**
 * The watcher in a process of its own: `watcher.ts ROOT`. Says JSON lines: `ready`, each hit, the alarm with the
 * millisecond of its raising, notices. Ends when its input does.
 */
import { aboveOthers, watchFiles } from '../../../src/phases/detect/index.ts'

const [, , root = ''] = process.argv
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`)

aboveOthers()
using watch = await watchFiles({
  roots: [root],
  now: () => performance.timeOrigin + performance.now(),
  onAlarm: ({ hits }) => say({ event: 'alarm', atMs: performance.timeOrigin + performance.now(), hits }),
  onHit: (hit) => say({ event: 'hit', ...hit }),
  onNotice: ({ what }) => say({ event: 'notice', what }),
})
say({ event: 'ready', files: watch.files })
for await (const _ of process.stdin);
